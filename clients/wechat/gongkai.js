'use strict'

// A client of Gongkai for WeChat mini-programs: plain ES2017, no package, no build. Copy this folder into the mini-program.

const { documents } = require('./operations.js')

const STORED = 'gongkai-session'
const TRIES = 2
const UNAUTHENTICATED = 401

/** What went wrong: a message in Chinese to be shown, and a code that stays the same. */
class GongkaiError extends Error {
  constructor(code, message, status, retryAfter) {
    super(message)
    this.name = 'GongkaiError'
    this.code = code
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** `url`: where the server is, without a slash at its end. `wx`: the API of WeChat. */
function createClient({ url, wx }) {
  let session = wx.getStorageSync(STORED) || null
  let signingIn = null

  function ask(method, path, { data, token } = {}, triesLeft = TRIES) {
    return new Promise((resolve, reject) => {
      const header = { accept: 'application/json' }
      if (data !== undefined) header['content-type'] = 'application/json'
      if (token) header.authorization = `Bearer ${token}`
      wx.request({
        url: url + path,
        method,
        header,
        data: data === undefined ? undefined : JSON.stringify(data),
        dataType: 'json',
        success: (answer) => {
          const error = errorOf(answer)
          if (error) reject(error)
          else resolve(answer.data)
        },
        fail: () => {
          // Every call may be made twice: reads change nothing, a tap has an id of its own, and a code is refused the second time.
          if (triesLeft > 1) {
            ask(method, path, { data, token }, triesLeft - 1).then(resolve, reject)
          } else {
            reject(new GongkaiError('NETWORK', '网络不可用，请稍后重试', 0, null))
          }
        },
      })
    })
  }

  function signIn() {
    if (!signingIn) {
      const done = () => {
        signingIn = null
      }
      signingIn = new Promise((resolve, reject) => {
        wx.login({
          success: ({ code }) => resolve(ask('POST', '/wechat/login', { data: { code } }, 1)),
          fail: () => reject(new GongkaiError('LOGIN', '微信登录失败，请稍后重试', 0, null)),
        })
      }).then(keep)
      signingIn.then(done, done)
    }
    return signingIn
  }

  function keep(started) {
    session = started
    if (started) wx.setStorageSync(STORED, started)
    else wx.removeStorageSync(STORED)
    return session
  }

  /** As the citizen who uses the mini-program; signs in when that is needed, and once more when the session has ended. */
  async function own(method, path, data) {
    const isOver = !session || Date.parse(session.expiresAt) <= Date.now()
    const { token } = isOver ? await signIn() : session
    try {
      return await ask(method, path, { data, token })
    } catch (error) {
      if (error.status !== UNAUTHENTICATED || isOver) throw error
      const again = await signIn()
      return ask(method, path, { data, token: again.token })
    }
  }

  /** One of the operations of `operations/`, by its name. */
  async function query(name, variables = {}) {
    const asked = encodeURIComponent(JSON.stringify(variables))
    const path = `/graphql?documentId=${documents[name]}&variables=${asked}`
    const { data, errors } = await ask('GET', path)
    if (errors) throw graphqlError(errors, 200, null)
    return data
  }

  /** The pages of a list, one after the other: `next()` gives what is on the next, and `[]` when there is none. */
  function pages(name, variables, connectionOf) {
    let after = null
    let over = false
    return {
      hasNext: () => !over,
      async next() {
        if (over) return []
        const page = connectionOf(await query(name, Object.assign({}, variables, { after })))
        after = page.pageInfo.endCursor
        over = !page.pageInfo.hasNextPage
        return page.nodes || page.edges.map(({ node }) => node)
      },
    }
  }

  /** Asks for consent to at most three templates, and has it counted. Call it from a tap. */
  function askConsent(tmplIds) {
    return new Promise((resolve, reject) => {
      wx.requestSubscribeMessage({
        tmplIds,
        success: (answers) => {
          const given = {}
          for (const id of tmplIds) if (answers[id]) given[id] = answers[id]
          const told = own('POST', '/wechat/consents', { tapId: newTapId(), answers: given })
          told.then(() => resolve(given), reject)
        },
        fail: ({ errMsg }) =>
          reject(new GongkaiError('CONSENT', errMsg || '未能征求同意', 0, null)),
      })
    })
  }

  return {
    query,
    pages,
    signIn,
    askConsent,
    me: () => own('GET', '/wechat/me'),
    subscribe: (wanted) => own('POST', '/wechat/subscriptions', wanted),
    unsubscribe: (id) => own('DELETE', `/wechat/subscriptions/${encodeURIComponent(id)}`),
    bindPhone: (code) => own('POST', '/wechat/phone', { code }),
    signOut: () => own('POST', '/wechat/logout', {}).then(() => keep(null)),
    forgetMe: () => own('DELETE', '/wechat/me').then(() => keep(null)),
    /** The whole address of a file. */
    fileUrl: (path) => url + path,
    /** Nodes for `rich-text`, with whole addresses of their pictures. */
    nodes: (nodes) => withAddresses(nodes || [], url),
  }
}

function withAddresses(nodes, url) {
  return nodes.map((node) => {
    const copy = Object.assign({}, node)
    if (copy.name === 'img')
      copy.attrs = Object.assign({}, copy.attrs, { src: url + copy.attrs.src })
    if (copy.children) copy.children = withAddresses(copy.children, url)
    return copy
  })
}

function errorOf({ statusCode, data, header }) {
  if (statusCode < 400) return null
  const names = Object.keys(header || {})
  const retry = names.find((name) => name.toLowerCase() === 'retry-after')
  const errors = data && data.errors
  return graphqlError(errors || [], statusCode, retry ? Number(header[retry]) : null)
}

function graphqlError(errors, status, retryAfter) {
  const [first] = errors
  const code = (first && first.extensions && first.extensions.code) || 'UNKNOWN'
  return new GongkaiError(
    code,
    first ? first.message : '服务暂不可用，请稍后重试',
    status,
    retryAfter,
  )
}

function newTapId() {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`
}

exports.createClient = createClient
exports.GongkaiError = GongkaiError
