const ATTRIBUTES = ["aria-label", "title", "placeholder"]
const STREAMLITS_IN_OURS = [
  '[data-testid="stFileUploaderDropzone"]', '[data-testid="stCode"] button', "[data-tag] button",
  '[data-testid="stHeaderActionElements"]',
].join(", ")
const OURS = [
  '[data-testid="stMarkdownContainer"]', '[data-testid="stTable"]', '[data-testid="stFileUploaderFileName"]',
  '[data-testid="stFileChipName"]',
  '[data-testid="stIconMaterial"]', '[role="option"]', "[data-tag]", "canvas", "pre", "code", "textarea",
].join(", ")
const ICON_BESIDE_WORDS = '[role="img"][aria-label$=" icon"]'
const NO_TEXTS = "svg, script, style"
const LABELLED_BY_US = '[data-testid="stTextInput"] input, [role="combobox"], [role="listbox"], [role="radiogroup"]'

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
    if (!said || said.length > 200) return null
    if (plain.has(said)) return plain.get(said)
    const found = open.find(([pattern]) => pattern.test(said))
    return found ? said.replace(found[0], found[1]) : null
  }
  const isStreamlits = (element) => !element.closest(OURS) || element.closest(STREAMLITS_IN_OURS)
  const ofText = (node) => {
    const instead = inWords(node.nodeValue)
    const parent = node.parentElement
    if (instead !== null && parent && !parent.closest(NO_TEXTS) && isStreamlits(parent)) {
      node.nodeValue = node.nodeValue.replace(node.nodeValue.trim(), () => instead)
    }
  }
  const ofAttributes = (element) => {
    if (element.matches(ICON_BESIDE_WORDS)) {
      element.setAttribute("aria-hidden", "true")
      element.removeAttribute("aria-label")
      element.removeAttribute("role")
      return
    }
    for (const name of ATTRIBUTES) {
      const instead = element.hasAttribute(name) ? inWords(element.getAttribute(name)) : null
      if (instead === null || element.matches(LABELLED_BY_US) || !isStreamlits(element)) continue
      element.setAttribute(name, instead)
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
