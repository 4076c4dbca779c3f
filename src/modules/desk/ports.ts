/** Sends mail. It says how much is new and where to read it, nothing of what it is about. */
export interface Mailer {
  send(mail: { readonly to: string; readonly count: number }): Promise<void>
}
