import { runSaga } from "redux-saga";
import { cancel, delay, fork } from "redux-saga/effects";

function* main(): Generator<unknown, void, any> {
  const task = yield fork(function* () {
    yield delay(60_000);
  });
  yield delay(10);
  yield cancel(task);
}

await runSaga({}, main).toPromise();
