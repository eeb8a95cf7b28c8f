/** Names as people order them: "paris-2" before "paris-10", capitals and accents side by side. */
export const BY_NAME = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
