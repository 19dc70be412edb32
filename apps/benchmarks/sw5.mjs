const TASKS = 100;
const SWITCHES = 5000;
/** Measures the nanoseconds of CPU time of a switch between tasks that call `sleep(0)`. */
export async function timeOfSwitch({ gather, run, sleep }, loop) {
    function* spin() {
        for (let i = 0; i < SWITCHES; i++)
            yield* sleep(0);
    }
    const start = process.cpuUsage();
    await run(function* () {
        yield* gather(...Array.from({ length: TASKS }, spin));
    }, { loop });
    const { user, system } = process.cpuUsage(start);
    return ((user + system) * 1_000) / (TASKS * SWITCHES);
}
//# sourceMappingURL=switch-time.js.map