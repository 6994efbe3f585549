/** What `npm run canvas-pictures` prints: every report of the cast. */
export { canvasCast } from '../__tests__/render/canvas-cast.ts';
export { renderCanvas } from '../src/render/canvas/index.ts';
export { smallPng } from './pictures/small-png.ts';
