type Fits = (text: string) => boolean

/** Globs that were understood, and how many of them: a filter asks for each text of each link. */
const understood = new Map<string, Fits>()
const MOST_UNDERSTOOD = 2_000

/**
 * Whether `glob` fits the whole of `text`: `*` stands for any letters or none, `?` for exactly one. A glob without either
 * fits nothing but itself. Takes at most as many steps as both lengths multiplied, whatever is typed.
 */
export function matchesGlob(glob: string, text: string): boolean {
  return fitsOf(glob)(text)
}

function fitsOf(glob: string): Fits {
  const known = understood.get(glob)
  if (known !== undefined) return known
  if (understood.size >= MOST_UNDERSTOOD) understood.clear()
  const made = understand(glob)
  understood.set(glob, made)
  return made
}

function understand(glob: string): Fits {
  if (!/[*?]/.test(glob)) return (text) => text === glob
  const wanted = [...glob]
  const pieces = glob.split(/[*?]+/)
  return (text) => hasInOrder(pieces, text) && fits(wanted, [...text])
}

/** Whether the letters between the stars stand in the text one after another: most texts are told apart by that. */
function hasInOrder([first = '', ...others]: readonly string[], text: string): boolean {
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of others) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return true
}

function fits(wanted: readonly string[], letters: readonly string[]): boolean {
  let [at, read] = [0, 0]
  let star = -1
  let afterStar = 0
  while (read < letters.length) {
    if (wanted[at] === '*') {
      star = at
      afterStar = read
      at += 1
    } else if (wanted[at] === '?' || wanted[at] === letters[read]) {
      at += 1
      read += 1
    } else if (star >= 0) {
      // The last star takes one letter more; earlier ones need no second try.
      at = star + 1
      afterStar += 1
      read = afterStar
    } else return false
  }
  return wanted.slice(at).every((letter) => letter === '*')
}
