import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Writes the bot's modules, and those of test/support, to `folder` as plain JavaScript beside what they read, and returns
 * how to find one there. Compiling at each start, as tsx does, would cost every one of many processes most of a second.
 */
export function compileBot(folder: string): (module: string) => string {
  const sources = [...filesOf('src'), ...filesOf('test/support')]
  for (const file of sources) {
    const to = join(folder, file)
    mkdirSync(dirname(to), { recursive: true })
    if (!file.endsWith('.ts')) {
      cpSync(join(ROOT, file), to)
      continue
    }
    const { outputText } = ts.transpileModule(readFileSync(join(ROOT, file), 'utf8'), {
      fileName: file,
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
      },
    })
    writeFileSync(to.replace(/\.ts$/u, '.js'), outputText)
  }
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  return (module) => join(folder, module.replace(/\.ts$/u, '.js'))
}

/** What the bot is made of: not the stand-ins, which it never imports. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(join('src', 'simulator')))
}
