/** Where in a program the next statement stands. */
export interface Place {
  /**
   * The task whose body this is, by its place in the order of awaiting: a task awaits only what ranks higher, so that no
   * cycle of awaits comes about, along which `cancel` would recurse for ever. A coroutine that runs inside of another
   * task's, or in one without a name, stands half a rank above its creator.
   */
  readonly rank: number;
  /** False in callbacks and scripts, where nothing can wait. */
  readonly waits: boolean;
  /** True in a callback and in what it starts: it runs once for every time that it is added. */
  readonly repeats: boolean;
  /** How many statements stand around this one. */
  readonly depth: number;
}

export function inside(place: Place): Place {
  return { ...place, depth: place.depth + 1 };
}

/** A body that runs in a place's stead, as a coroutine awaited from there does. */
export function nested(place: Place): Place {
  return { ...place, rank: place.rank + 0.5, waits: true, depth: place.depth + 1 };
}

export function callback(place: Place): Place {
  return { ...place, waits: false, repeats: true, depth: place.depth + 1 };
}
