import { openStore } from '../../src/store/open.ts'

/** A bot's process as the tests need it: opens the store at its first argument, says so, and holds it until killed. */
await openStore({ databaseUrl: process.argv[2] ?? '', onLost() {} })
process.stdout.write('open\n')
setInterval(() => {}, 60_000)
