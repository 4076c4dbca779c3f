import { flag, section, setting } from './section.ts'

/** Calls to endpoints that are told of changes. */
export const webhookSection = section({
  settings: {
    WEBHOOK_PRIVATE_ADDRESSES: setting({
      meaning: '推送地址（Webhook）可否在内网或本机：1 可以，0 不可以',
      fallback: '0',
      schema: flag,
    }),
  },
  read: (values) => ({
    /** Endpoints in the network of this machine may be called. */
    allowPrivate: values.WEBHOOK_PRIVATE_ADDRESSES,
  }),
})
