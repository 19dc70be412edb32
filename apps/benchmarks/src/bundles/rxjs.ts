import { lastValueFrom, timer } from "rxjs";

const subscription = timer(60_000).subscribe();
await lastValueFrom(timer(10));
subscription.unsubscribe();
