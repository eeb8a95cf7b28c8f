/**
 * Whether `glob` fits the whole of `text`: `*` stands for any letters or none, `?` for exactly one. A glob without either
 * fits nothing but itself. Takes at most as many steps as both lengths multiplied, whatever is typed.
 */
export function matchesGlob(glob: string, text: string): boolean {
  if (!/[*?]/.test(glob)) return glob === text
  const [wanted, letters] = [[...glob], [...text]]
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
