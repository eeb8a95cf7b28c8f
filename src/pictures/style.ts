import type { Health } from '../history/standing.ts'

/**
 * How each state is drawn. Colours are of Okabe and Ito's palette ("Color Universal Design"), lightened for what is well and
 * darkened for what is down; besides its colour each state has a height, a brightness and a pattern of its own, so that a
 * grey print tells the same.
 */
export interface HealthStyle {
  readonly fill: string
  /** The height of its bar, in px. */
  readonly height: number
  readonly words: string
}

export const HEALTH_STYLES: Readonly<Record<Exclude<Health, 'absent'>, HealthStyle>> = {
  full: { fill: '#8fd3bd', height: 8, words: 'up' },
  partial: { fill: 'url(#partial)', height: 14, words: 'one family lost' },
  down: { fill: '#a33b00', height: 20, words: 'down' },
  out_of_service: { fill: '#b5b5b5', height: 2, words: 'not in service' },
  unknown: { fill: 'url(#unknown)', height: 10, words: 'not known (nobody watched)' },
}

/** The patterns that the styles name. */
export const PATTERNS = [
  '<pattern id="partial" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#f0b43c"/><rect width="2" height="6" fill="#8a5a00"/></pattern>',
  '<pattern id="unknown" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="5" height="5" fill="#ffffff"/><rect width="1.4" height="5" fill="#8c8c8c"/></pattern>',
].join('')

export const INK = '#1d1c1d'
export const FAINT_INK = '#616061'
export const GRID = '#e4e4e4'
export const GRID_MAJOR = '#c4c4c4'
export const INCIDENT = '#1d1c1d'
export const QUIET = '#7b4a9e'
