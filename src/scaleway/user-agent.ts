import type { ChangeTool } from '../domain/transition.ts'

/**
 * What each tool calls itself, first fit wins: Terraform's provider and the CLI add their names to that of the SDK they
 * are built on, and the console is whatever browser it runs in.
 */
const TOOLS: readonly { readonly tool: ChangeTool; readonly names: RegExp }[] = [
  { tool: 'terraform', names: /terraform|opentofu/i },
  { tool: 'cli', names: /scaleway-cli/i },
  { tool: 'api', names: /scaleway-sdk|interlink-bot|pulumi|crossplane|ansible/i },
  { tool: 'api', names: /^(?:curl|wget|python|go-http-client|node|undici|axios|okhttp|postman)/i },
  { tool: 'console', names: /^mozilla\//i },
]

/** The tool that a user agent stands for. */
export function toolOf(userAgent: string | null): ChangeTool {
  return TOOLS.find(({ names }) => names.test(userAgent ?? ''))?.tool ?? 'unknown'
}
