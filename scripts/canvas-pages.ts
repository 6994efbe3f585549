/** What `npm run canvas-pictures` prints: every report of the cast. */
export { sampleCanvasReports as canvasCast } from '../__tests__/support/fixtures/canvas-reports.ts';
export { renderCanvas } from '../src/render/html/canvas/index.ts';
export { smallPng } from './pictures/small-png.ts';
