type Optional<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };
type Required<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] };

/**
 * A copy without the properties whose value is undefined, typed as optional properties. Under
 * `exactOptionalPropertyTypes` an optional property must be left out; `null`, `false`, `0` and `''` are kept.
 */
export function defined<T extends object>(
  given: T,
): { [K in keyof (Optional<T> & Required<T>)]: (Optional<T> & Required<T>)[K] } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof defined<T>
  >;
}
