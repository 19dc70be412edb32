/** The class of all `function*`s, which the language has no name for. */
export const GeneratorFunction: { new (): unknown; readonly prototype: any } = Object.getPrototypeOf(function* () {}).constructor;
