// Reading on: the relevant stories follow in full, one by one, as the reader comes near; a fixed number, then the footer.
// Address and title follow the story that is really on the screen; it is then counted (views.js).

const relevant = document.querySelector("[data-reading-on]");
const first = document.querySelector("main > [data-address]");
const DWELL_MS = 600; // a story that only flies past has not been reached
const titles = new Map();
let current = first;
let waiting;

const middle = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) arrive(entry.target);
    }
  },
  { rootMargin: "-50% 0px -50% 0px" }, // the line through the middle of the screen crosses one story at a time
);

function arrive(story) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (document.visibilityState !== "visible") return;
    if (story !== current) {
      current = story;
      history.replaceState(history.state, "", story.dataset.address);
      document.title = titles.get(story);
    }
    story.dispatchEvent(new CustomEvent("story-reached", { bubbles: true }));
  }, DWELL_MS);
}

const near = new IntersectionObserver(
  (entries) => {
    if (entries.some((entry) => entry.isIntersecting)) append();
  },
  { rootMargin: "0px 0px 900px 0px" },
);

function watchEnd() {
  near.disconnect();
  if (relevant.querySelector("a[data-part]")) near.observe(relevant.lastElementChild);
}

async function append() {
  const link = relevant.querySelector("a[data-part]");
  near.disconnect();
  if (!link) return;
  const address = link.dataset.part;
  delete link.dataset.part;
  try {
    const answer = await fetch(address, { credentials: "omit" });
    if (answer.ok) place(await answer.text(), link);
  } catch {
    return; // the headline stays a link to the story's own page
  }
  watchEnd();
}

function place(markup, link) {
  const story = new DOMParser().parseFromString(markup, "text/html").querySelector("article");
  if (!story || document.getElementById(story.id)) return;
  relevant.append(document.adoptNode(story));
  titles.set(story, titles.get(first).replace(titles.get("headline"), link.textContent));
  link.href = `#${story.id}`;
  middle.observe(story);
  document.dispatchEvent(new CustomEvent("story-placed", { detail: story }));
}

if (relevant && first) {
  titles.set("headline", first.querySelector("h1").textContent);
  titles.set(first, document.title);
  const inFull = relevant.querySelector("[data-in-full]");
  if (inFull) inFull.hidden = false;
  middle.observe(first);
  watchEnd();
}
