/** Elements that have no content, and those that end by themselves where the next block begins. */
const NO_CONTENT = new Set('area base br col embed hr img input link meta p param source track wbr'.split(' '));
/** Every other HTML element. A placeholder such as `<control>` is none: GitHub removes the mark and shows the rest. */
const ELEMENTS = new Set(
  `a abbr acronym address applet article aside audio b bdi bdo big blink blockquote body button canvas caption center cite
  code colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form frame
  frameset h1 h2 h3 h4 h5 h6 head header hgroup html i iframe ins kbd label legend li main map mark marquee math menu
  menuitem meter nav nobr noembed noframes noscript object ol optgroup option output picture plaintext pre progress q rb rp
  rt rtc ruby s samp script search section select slot small span strike strong style sub summary sup svg table tbody td
  template textarea tfoot th thead time title tr tt u ul var video xmp`.split(/\s+/),
);

const ATTRIBUTE = /\s+[a-z_:][\w:.-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?/.source;
/** What CommonMark and HTML read alike. Anything else that begins like a tag is not followed. */
const WELL_FORMED = new RegExp(
  `<!---?>|<!--(?:(?!--!?>)[^])*-->|<[!?](?!--)[^>]*>|<([a-z][a-z0-9-]*)(?:${ATTRIBUTE})*\\s*/?>|</([a-z][a-z0-9-]*)\\s*>`,
  'iy',
);

/** Follows the raw HTML of a comment: which elements are open, so that what comes next is shown inside them. */
export class OpenElements {
  readonly #open = new Map<string, number>();
  #isLost = false;

  /** Whether text at this point is shown outside every element. */
  get isOutside(): boolean {
    return !this.#isLost && this.#open.size === 0;
  }

  /** Reads one piece of raw HTML. After something unclear, such as a comment without end, nothing counts as outside. */
  read(html: string): void {
    for (let at = html.indexOf('<'); at !== -1 && !this.#isLost; at = html.indexOf('<', at)) {
      WELL_FORMED.lastIndex = at;
      const found = WELL_FORMED.exec(html);
      if (found === null) {
        this.#isLost = /[a-z/!?]/i.test(html.charAt(at + 1));
        at += 1;
        continue;
      }
      at += found[0].length;
      if (found[1] !== undefined) this.#count(found[1].toLowerCase(), 1);
      if (found[2] !== undefined) this.#count(found[2].toLowerCase(), -1);
    }
  }

  #count(name: string, by: number): void {
    if (NO_CONTENT.has(name) || !ELEMENTS.has(name)) return;
    const count = (this.#open.get(name) ?? 0) + by;
    if (count > 0) this.#open.set(name, count);
    else this.#open.delete(name);
  }
}
