import { pageOf } from './page.ts';
import { story } from './story.ts';

export { smallPng } from './small-png.ts';

/** The pages of all pictures, by the name of each. */
export async function pages(root: string): Promise<{ name: string; html: string }[]> {
  return (await story(root)).map((scene) => ({ name: scene.name, html: pageOf(scene) }));
}
