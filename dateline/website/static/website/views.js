// Counts a view of a story once it has really been reached, and shows the number that comes back.
// The page's own story counts when the page is seen; others when reading_on.js says so ("story-reached").

const told = new Set();

async function tell(story) {
  const address = story.dataset.views;
  if (told.has(address)) return;
  told.add(address);
  try {
    const answer = await fetch(address, { method: "POST", keepalive: true, credentials: "omit" });
    if (answer.ok) show(story, await answer.json());
  } catch {
    // The number that was served stands.
  }
}

function show(story, { views, shown, label }) {
  const count = story.querySelector(".views data");
  if (!count || !(views > Number(count.value))) return; // it never goes down on screen
  count.value = views;
  count.textContent = shown;
  count.nextElementSibling.textContent = label;
}

function seen() {
  if (document.prerendering || document.visibilityState !== "visible") return;
  const story = document.querySelector("main > [data-views]");
  if (story) tell(story);
}

document.addEventListener("story-reached", (event) => tell(event.target));
document.addEventListener("visibilitychange", seen);
document.addEventListener("prerenderingchange", seen);
seen();
