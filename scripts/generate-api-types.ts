/**
 * Writes the TypeScript types of the Scaleway API from the OpenAPI documents in openapi/.
 *
 *   npx tsx scripts/generate-api-types.ts           writes them
 *   npx tsx scripts/generate-api-types.ts --check   exits 1 when they are not current, and writes nothing
 */
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const root = new URL('../', import.meta.url)

const documents = [
  { from: 'openapi/interlink.v1beta1.yaml', to: 'src/scaleway/interlink.gen.ts' },
  { from: 'openapi/vpc.v2.yaml', to: 'src/scaleway/vpc.gen.ts' },
  { from: 'openapi/audit-trail.v1alpha1.yaml', to: 'src/scaleway/audit-trail.gen.ts' },
] as const

async function generate(document: string): Promise<string> {
  const types = astToString(await openapiTS(new URL(document, root), { silent: true }))
  return `// Generated from ${document} by scripts/generate-api-types.ts. Do not edit by hand.\n\n${types}`
}

async function readIfThere(file: URL): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

const check = process.argv.includes('--check')
const stale: string[] = []

for (const { from, to } of documents) {
  const target = new URL(to, root)
  const text = await generate(from)
  if (!check) {
    await writeFile(target, text)
    process.stdout.write(`${to} written from ${from}\n`)
  } else if ((await readIfThere(target)) !== text) {
    stale.push(`${to} is not what ${from} generates.`)
  }
}

if (stale.length > 0) {
  process.stderr.write(`${stale.join('\n')}\nRun: npx tsx scripts/generate-api-types.ts\n`)
  process.exitCode = 1
}
