import { CAF } from "caf";

const token = new CAF.cancelToken();
const task = CAF(function* (signal) {
  yield CAF.delay(signal, 60_000);
})(token);
await CAF.delay(token.signal, 10);
token.abort();
await task.catch(() => {});
