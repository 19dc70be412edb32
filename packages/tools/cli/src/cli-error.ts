/** An error that the command prints without a stack. */
export class CliError extends Error {
  override readonly name = "CliError";
}
