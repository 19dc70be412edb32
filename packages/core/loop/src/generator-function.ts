/** The class of all `function*`s, which the language has no name for. */
export const GeneratorFunction: new () => unknown = Object.getPrototypeOf(function* () {}).constructor;
