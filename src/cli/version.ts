declare const __VERSION__: string | undefined;

/** The version of this tool: put in by the bundler; sources run unbundled say so. */
export const VERSION: string = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source';
