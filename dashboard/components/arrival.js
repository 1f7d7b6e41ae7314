const SECONDS_OF_DRAWING = 3
const BY_THE_READER = ["wheel", "keydown", "pointerdown", "touchstart"]

export default ({ data }) => {
  const heading = document.getElementById(data.anchor)
  if (!heading) return
  heading.tabIndex = -1
  heading.focus({ preventScroll: true })
  const scroll = () => heading.scrollIntoView()
  const drawn = new ResizeObserver(scroll) // what is drawn above moves it
  const stop = () => drawn.disconnect()
  drawn.observe(heading.closest('[data-testid="stMainBlockContainer"]') ?? document.body)
  BY_THE_READER.forEach((event) => globalThis.addEventListener(event, stop, { once: true, passive: true }))
  setTimeout(stop, SECONDS_OF_DRAWING * 1000)
  scroll()
}
