throw new Error("broken at its start");
export {};
