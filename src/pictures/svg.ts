import { FONT_FAMILY, type Font, loadFont } from './font.ts'
import { INK, PATTERNS } from './style.ts'
import { fitted, shown, xml } from './text.ts'

/** How a text is written. */
interface Writing {
  readonly size?: number
  readonly bold?: boolean
  readonly fill?: string
  readonly anchor?: 'start' | 'middle' | 'end'
  /** What does not fit into so many px is cut. */
  readonly width?: number
}

/** The narrowest letters are wider than this part of their size: so many of them fit into a width at most. */
const NARROWEST = 0.25

/** A text of a picture. Foreign text is safe in it. `y` is the base line. */
export function write(text: string, x: number, y: number, writing: Writing = {}): string {
  const { size = 14, bold = false, fill = INK, anchor = 'start', width } = writing
  const font: Font = loadFont(bold ? 'DejaVuSans-Bold' : 'DejaVuSans')
  const most = width === undefined ? width : Math.ceil(width / (size * NARROWEST))
  const visible = shown(text, font, most)
  const cut = width === undefined ? visible : fitted(visible, { font, size, width })
  return `<text x="${px(x)}" y="${px(y)}" font-family="${FONT_FAMILY}" font-size="${size}"${bold ? ' font-weight="bold"' : ''} fill="${fill}" text-anchor="${anchor}">${xml(cut)}</text>`
}

/** How wide a text would be (px). */
export function widthOf(text: string, size = 14, bold = false): number {
  const font = loadFont(bold ? 'DejaVuSans-Bold' : 'DejaVuSans')
  return font.width(shown(text, font), size)
}

export function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" fill="${fill}"/>`
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke: string, more = ''): string {
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${stroke}"${more}/>`
}

/** A whole picture of this size, on white. */
export function svg(width: number, height: number, body: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${PATTERNS}</defs>${rect(0, 0, width, height, '#ffffff')}${body.join('')}</svg>`
}

function px(length: number): string {
  return String(Math.round(length * 100) / 100)
}
