/** Where this room logs. Fields are data for machines, the message is for people. */
export interface Logger {
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}
