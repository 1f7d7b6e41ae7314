const ATTRIBUTES = ["aria-label", "title", "placeholder"]
const OF_THE_FIELD = '[data-testid="stFileUploaderDropzone"]'
const NOT_STREAMLITS = [
  '[data-testid="stMarkdownContainer"]', '[data-testid="stTable"]', '[data-testid="stFileUploaderFileName"]',
  '[data-testid="stIconMaterial"]', '[role="option"]', "canvas", "pre", "code", "textarea", "svg", "script", "style",
].join(", ")

export default ({ data }) => {
  document.documentElement.lang = data.lang
  const plain = new Map()
  const open = []
  for (const [pattern, instead] of data.words) {
    if (instead.includes("$1")) open.push([new RegExp(pattern), instead])
    else plain.set(pattern.slice(1, -1).replace(/\\(.)/g, "$1"), instead)
  }

  const inWords = (text) => {
    const said = text.trim()
    if (!said || said.length > 120) return null
    if (plain.has(said)) return plain.get(said)
    const found = open.find(([pattern]) => pattern.test(said))
    return found ? said.replace(found[0], found[1]) : null
  }
  const isStreamlits = (element) => !element.closest(NOT_STREAMLITS) || element.closest(OF_THE_FIELD)
  const ofText = (node) => {
    const instead = inWords(node.nodeValue)
    if (instead !== null && node.parentElement && isStreamlits(node.parentElement)) node.nodeValue = instead
  }
  const ofAttributes = (element) => {
    for (const name of ATTRIBUTES) {
      const instead = element.hasAttribute(name) ? inWords(element.getAttribute(name)) : null
      if (instead !== null) element.setAttribute(name, instead)
    }
  }
  const ofAll = (root) => {
    ofAttributes(root)
    root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join(", ")).forEach(ofAttributes)
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) ofText(texts.currentNode)
  }
  const ofChange = (change) => {
    if (change.type === "attributes") ofAttributes(change.target)
    else if (change.type === "characterData") ofText(change.target)
    else for (const node of change.addedNodes) {
      if (node.nodeType === Node.TEXT_NODE) ofText(node)
      else if (node.nodeType === Node.ELEMENT_NODE && !node.closest("svg")) ofAll(node)
    }
  }

  globalThis.wopsWords?.disconnect()
  globalThis.wopsWords = new MutationObserver((changes) => changes.forEach(ofChange))
  globalThis.wopsWords.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  })
  ofAll(document.body)
}
