import type { VNode } from 'preact'

type Shape = 'disc' | 'square' | 'check' | 'cross' | 'warning' | 'info' | 'siren' | 'stop'

/** Emoji that carry the meaning of an alert. They are drawn here, so that they show where no emoji font is installed. */
const DRAWN: Readonly<Record<string, readonly [Shape, string]>> = {
  red_circle: ['disc', 'red'],
  large_orange_circle: ['disc', 'orange'],
  large_yellow_circle: ['disc', 'yellow'],
  large_green_circle: ['disc', 'green'],
  large_blue_circle: ['disc', 'blue'],
  large_purple_circle: ['disc', 'purple'],
  white_circle: ['disc', 'white'],
  black_circle: ['disc', 'black'],
  large_red_square: ['square', 'red'],
  large_orange_square: ['square', 'orange'],
  large_yellow_square: ['square', 'yellow'],
  large_green_square: ['square', 'green'],
  large_blue_square: ['square', 'blue'],
  white_large_square: ['square', 'white'],
  black_large_square: ['square', 'black'],
  white_check_mark: ['check', 'green'],
  heavy_check_mark: ['check', 'green'],
  x: ['cross', 'red'],
  warning: ['warning', 'yellow'],
  information_source: ['info', 'blue'],
  rotating_light: ['siren', 'red'],
  octagonal_sign: ['stop', 'red'],
  no_entry: ['stop', 'red'],
}

const SHAPES: Readonly<Record<Shape, VNode>> = {
  disc: <circle class="fill" cx="10" cy="10" r="8.5" />,
  square: <rect class="fill" x="2" y="2" width="16" height="16" rx="2.5" />,
  check: (
    <>
      <rect class="fill" x="1.5" y="1.5" width="17" height="17" rx="4" />
      <path class="ink" d="M5.5 10.5l3.2 3.2 6-7" />
    </>
  ),
  cross: <path class="stroke" d="M4 4l12 12M16 4L4 16" />,
  warning: (
    <>
      <path class="fill" d="M10 1.8l9 16.2H1z" />
      <path class="dark" d="M10 7.5v5M10 15.2v.3" />
    </>
  ),
  info: (
    <>
      <rect class="fill" x="1.5" y="1.5" width="17" height="17" rx="4" />
      <path class="ink" d="M10 9v5.5M10 5.8v.3" />
    </>
  ),
  siren: (
    <>
      <path class="fill" d="M4.5 15v-4a5.5 5.5 0 0111 0v4z" />
      <rect class="fill" x="2.5" y="15.8" width="15" height="2.6" rx="1" />
      <path class="stroke thin" d="M10 3V1M3.8 5.2L2.4 3.8M16.2 5.2l1.4-1.4" />
    </>
  ),
  stop: (
    <>
      <path class="fill" d="M6.3 1.5h7.4l4.8 4.8v7.4l-4.8 4.8H6.3l-4.8-4.8V6.3z" />
      <path class="ink" d="M5.5 10h9" />
    </>
  ),
}

/** The picture of an emoji: drawn where it has to be seen, else the font's. */
export function Emoji({ name, glyph }: { name: string; glyph: string }): VNode {
  const [shape, colour] = DRAWN[name] ?? []
  const spoken = { role: 'img', 'aria-label': name.replaceAll('_', ' ') } as const
  if (shape === undefined) {
    return (
      <span class="emoji" title={`:${name}:`} {...spoken}>
        {glyph}
      </span>
    )
  }
  return (
    <svg class={`emoji drawn ${colour}`} viewBox="0 0 20 20" {...spoken}>
      <title>{`:${name}:`}</title>
      {SHAPES[shape]}
    </svg>
  )
}
