/** The spelling of a schema key in files: `startedOn` → `started-on`, `actual30Days` → `actual-30-days`. */
export function kebab(name: string): string {
  // Check codes (`RB-1`) and keys that are kebab-case already stay as they are.
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) return name;
  return name.replace(/([a-z])(\d+)(?=[A-Z])/g, '$1-$2').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
