/** The peer cannot be reached, has closed the connection, did not answer in time, or sent no valid message. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}
