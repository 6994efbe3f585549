/** The marks of an unfilled spot, each seen in a real document (docs/criteria names the measurement). */

export interface BlankSpan {
  start: number;
  end: number;
}

const OPTION =
  '(?:yes|no|maybe|critical|high|medium|low|alpha|beta|stable|ga|none|minor|major|moderate|sev-?[0-5]|p[0-4]|s[0-4]|automatic|manual|active|draft|approved|pending|rejected|pass|fail|go|no-?go|n\\/a|not applicable|sim|não|nao|oui|non|ja|nein|sí|si|hot|warm|cold|internal|external|public|private|confidential|alto|medio|médio|bajo|baixo|élevé|moyen|faible|hoch|mittel|niedrig|kritisch|crítico|critique)';
const UNPICKED = new RegExp(
  `^${OPTION}(?:\\s{0,3}(?:\\||\\/|\\bor\\b)\\s{0,3}${OPTION}){1,6}(?:\\s{1,3}\\([^()]{0,120}\\))?$`,
  'i',
);
/** Cheap, where the whole pattern takes milliseconds to be made. */
const BETWEEN = /[|/]|\bor\b/i;
const LOCALIZED =
  /^(?:à|a) (?:compl[ée]ter|d[ée]finir|remplir|renseigner|confirmer|pr[ée]ciser)\b|^a (?:completar|definir|preencher|confirmar|rellenar|determinar)\b|^por (?:definir|completar|confirmar|preencher|determinar)\b|^pendiente\b|^pendente\b|^(?:noch )?(?:zu ergänzen|auszufüllen|offen|zu klären|zu definieren)$|^wird (?:noch )?(?:ergänzt|definiert|nachgereicht)\b|^do uzupełnienia\b|^da (?:definire|completare)\b/iu;
const PERSON =
  /\b(?:your|names?|insert|enter|fill|contacts?|phone|tel|e-?mail|url|owner|team name|your team|handle|configure|specify|describe|replace|lead|manager|reviewer|approver|on-?call|tbd|todo|placeholder|nombre|nom|nome|contacto|contato|correo|courriel|teléfono|telefone|téléphone|responsable|responsável|équipe|equipo|equipe|ansprechpartner|verantwortliche\p{L}*|telefon|kontakt)\b/iu;
const ONLY_PERSON =
  /^(?:add )?(?:the )?(?:link|date|number|person|team|role|channel|slack channel|time|version|title|service|system|address)s?(?: here| to .{0,40})?$/i;
const TITLE_WORD = /\b(?:name|title|service|system|component|team|date|feature|project|product|version|id|number)\b/i;
const DATE_MASK = /^(?:y{4}|a{4}|j{4})([-/.])m{2}\1(?:d|j|t){2}$|^(?:d|j|t){2}([-/.])m{2}\2(?:y|a|j){4}$/i;
const TO_BE =
  /^to be (?:defined|determined|confirmed|decided|announced|added|completed|filled|written|documented)(?: in| later)?\W*$/i;
const SAMPLE_PERSON =
  /(?<![\w-])@?(?:jane|john)[ ._-]?(?:doe|smith)(?![\w-])|(?<![\w-])@?your[-_](?:name|team|org|handle|username|user|email|company|slack)[\w/-]*|xxx-xxx-xxxx|(?<![\w-])first ?name last ?name(?![\w-])/giu;
const HINT =
  /^[_*]{0,2}\((?:e\.?\s?g\.?|for example|example|ex\.?|p\.?\s?ex\.?|par exemple|z\.?\s?b\.?|zum beispiel|por ejemplo|por exemplo|ej\.?|i\.e\.)[\s:,.]/i;
const BARE_HINT = /^[_*](?:e\.g\.|for example|example:|p\. ?ex\.|z\. ?B\.|por ejemplo|por exemplo)[^_*]*[_*]$/i;
const COUNTER =
  /^(?:step|prerequisite|risk|item|task|action|trigger|option|phase|check|contact|name|person|team|role|alert|metric|symptom|scenario|issue|note|reason|condition|mitigation|étape|etape|schritt|paso|passo|etapa|risiko|riesgo|risco|risque|prérequis|prerrequisito|voraussetzung)\s{1,2}(?:\d{1,3}|[a-c]|n)\s*[.:…]{0,3}$/iu;
const STUB =
  /^\W{0,6}(?:placeholder(?: for\b| text\b| content\b| section\b|\s*[.:]?$)|coming soon\b|under construction\b|lorem ipsum|work in progress\W*$|wip\W*$|(?:this|the) (?:section|page|document) (?:is|will be) (?:a )?(?:stub|placeholder|empty|written|added|completed)\b)|\[?more information needed\]?\W*$/i;
const NAME_WORDS =
  /^(?:the |your |team |owner |reviewer |approver |service |system |contact |person |first |last |full |product owner |manager ){1,2}names?(?: here)?$|^names? (?:here|of .{1,40})$|^your \p{L}+(?: \p{L}+)?$|^(?:nombre|nom|nome) (?:del?|du|do|da|de la) \p{L}+$/iu;
const PROMPT =
  /^(?:who|what|how|which|where|whether|qui|quel|quelle|wer|welche[rs]?|qui[ée]n|quem|qual|description of|expected (?:time|downtime|duration))\s(?:\S+\s){0,13}\S+\s?$/iu;
const FORBIDDEN_MARK = /^(?:_+|\?+|\.{2,}|…+|☐+|x{2,}|#{2,}|<\s*>|\[\s*\.{0,3}\s*\])$/i;

/** A value that says nothing: `[Your team contact]`, `<owner>`, `TBD`, `_`, `Yes / No`, `yyyy-mm-dd`, `Who decides`. */
export function isBlankValue(written: string, afterLabel: boolean): boolean {
  const value = written.trim().replace(/(?<=[^.])\.$/, '');
  if (value === '' || value.length > 300) return false;
  const inner = /^\(?\[([^[\]]*)\]\)?$/.exec(value)?.[1]?.trim();
  if (inner !== undefined) return /\p{L}{2}/u.test(inner);
  if (/^@?<\+?\p{L}[^<>]*>$/u.test(value) || /^@?\{\+?\p{L}[^{}]*\}$/u.test(value)) return true;
  if (isBlankLine(value) || NAME_WORDS.test(value) || (BETWEEN.test(value) && UNPICKED.test(value))) return true;
  if (!afterLabel) return false;
  return value.toLowerCase() === 'name' || (PROMPT.test(value) && !/[\d\uFFFC@#]/.test(value));
}

/** A whole line, list item or cell that only marks its place: `_`, `?`, `TBD (ask Bob)`, `(e.g. …)`, `à compléter`. */
export function isBlankLine(written: string): boolean {
  const value = written.trim().replace(/(?<=[^.])\.$/, '');
  if (value === '' || value.length > 300) return false;
  if (FORBIDDEN_MARK.test(value) || DATE_MASK.test(value) || HINT.test(value)) return true;
  if (/^\W{0,3}(?:tbd|tbc|tba|t\.b\.d|fixme)(?![\w-])/i.test(value) || /^\W{0,3}(?:TODO\b|todo\W{0,3}$)/.test(value))
    return true;
  return TO_BE.test(value) || LOCALIZED.test(value.replace(/^[^\p{L}\p{N}]{0,3}/u, ''));
}

/** An example in italics that nobody replaced: `_(e.g. The Sneaky Sharks team)_`. */
export function isHint(raw: string): boolean {
  const text = raw.trim();
  if (BARE_HINT.test(text)) return true;
  return HINT.test(text) && /\)[_*]{0,2}\.?$/.test(text);
}

/** `Step 1`, `Prerequisite 2`, `Risk 1`: a counter whose content was never written. */
export const isCounter = (text: string): boolean => COUNTER.test(text.trim());

/** `Placeholder for …`, `Coming soon`, `[More Information Needed]`. */
export const isStub = (text: string): boolean => STUB.test(text.trim());

const ANGLE = /(?<![\p{L}\p{N}/<.:=_-])<(\+?\p{L}[\p{L}\p{N} .+_-]{0,60})>(?![\p{L}\p{N}/_-])/gu;
const BRACE = /(?<![\p{L}\p{N}/{$.:%=_-])\{(\+?\p{L}[\p{L}\p{N} +_-]{0,60})\}(?![\p{L}\p{N}/}_-])/gu;
const BRACKET = /\[([^[\]]{1,80})\](?![([:])/g;
const SHORT =
  /(?<![\p{L}\p{N}-])(?:TBD|tbd|TBC|TBA|T\.B\.D\.|FIXME)(?![\p{L}\p{N}-])|(?:^|(?<=[\s([|]))TODO(?=\s*(?:[:(\])|]|$))|^[^\p{L}\p{N}]{0,4}TODO(?![\p{L}\p{N}])|\bto be (?:defined|determined|decided)(?=\s*(?:[.,;)\]|]|$))|(?<=\()to be (?:confirmed|added|announced)(?=\))|\b(?:está|esta|fica|por enquanto) por definir\b|do uzupełnienia/gu;

/** The name of a parameter as it is compared: `<Service-Name>` and `{service_name}` are one. */
export const parameterName = (inner: string): string => inner.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * Blanks inside a run of prose. `parameters` are the names used in code of the same page, which are no blanks;
 * a title gives none, because nobody types a command there.
 */
export function blankSpans(bare: string, parameters: ReadonlySet<string>, isTitle: boolean): BlankSpan[] {
  const spans: BlankSpan[] = [];
  const add = (match: RegExpMatchArray): void => {
    const start = match.index ?? 0;
    if (spans.some((span) => start < span.end && start + match[0].length > span.start)) return;
    spans.push({ start, end: start + match[0].length });
  };
  for (const match of bare.matchAll(BRACKET)) {
    const inner = (match[1] ?? '').trim();
    // "[...]" quotes with a gap; it asks for nothing.
    if (!/[\p{L}\p{N}]/u.test(inner)) continue;
    const isBlank =
      PERSON.test(inner) ||
      ONLY_PERSON.test(inner) ||
      isBlankValue(inner, false) ||
      (isTitle && TITLE_WORD.test(inner));
    if (isBlank) add(match);
    if (spans.length >= 50) break;
  }
  for (const pattern of [ANGLE, BRACE]) {
    for (const match of bare.matchAll(pattern)) {
      if (isTitle || !parameters.has(parameterName(match[1] ?? ''))) add(match);
      if (spans.length >= 100) break;
    }
  }
  for (const pattern of [SHORT, SAMPLE_PERSON]) {
    for (const match of bare.matchAll(pattern)) {
      add(match);
      if (spans.length >= 200) break;
    }
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** Names of the parameters in a piece of code: `<service>`, `{service}`, `${SERVICE}`. */
export function parametersIn(code: string): string[] {
  return [...code.matchAll(/<(\+?\p{L}[^<>\n]{0,60})>|\{(\+?\p{L}[^{}\n]{0,60})\}/gu)].map((match) =>
    parameterName(match[1] ?? match[2] ?? ''),
  );
}
