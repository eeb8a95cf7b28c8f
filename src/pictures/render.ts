import type { ResvgRenderOptions } from '@resvg/resvg-js'
import { FONT_FAMILY, loadFont } from './font.ts'

/** A picture, with what it says for whoever does not see it. */
export interface Picture {
  readonly png: Uint8Array
  /** What it shows in words, as plain text with foreign names in it: at most 1,000 characters. */
  readonly alt: string
  readonly filename: string
}

/**
 * Draws an SVG, on a thread of its own. Uses no font of the machine, so that it looks the same everywhere. The native
 * module is loaded with the first picture: a machine without it has everything but pictures.
 */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js')
  const options: ResvgRenderOptions = {
    font: {
      loadSystemFonts: false,
      fontFiles: [loadFont('DejaVuSans').path, loadFont('DejaVuSans-Bold').path],
      defaultFontFamily: FONT_FAMILY,
    },
    fitTo: { mode: 'original' },
  }
  return (await renderAsync(svg, options)).asPng()
}
