/** An embedded service cannot be brought up; the message tells the operator what to do. */
export class EmbeddedServiceError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EmbeddedServiceError'
    this.code = code
  }
}
