/** More by hand: ORACLE_RUNS=2000 npx vitest run test/oracle */
export const NUM_RUNS = Number(process.env.ORACLE_RUNS ?? 25)
/** Two cores may have other work. */
export const TIMEOUT_MS = 30_000 + NUM_RUNS * 1_000
