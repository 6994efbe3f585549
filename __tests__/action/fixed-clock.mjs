// Preloaded before the bundled Action: the examples' dates age, so their tests run on a day of their own.
const start = Date.parse('2026-11-20T12:00:00Z');
const real = Date.now;
const offset = start - real();
Date.now = () => real() + offset;
