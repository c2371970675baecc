// `data-auto` on a field: its form is sent as soon as it moves. `data-png="address"` on a button: the drawing of that address as an
// image, drawn here.
const v = window.vitrina;

const send = v.later(150, (field) => field.form?.requestSubmit());
v.on("input", "[data-auto]", (_, field) => {
  const shown = field.form.querySelector("output");
  if (shown) shown.textContent = shown.textContent.replace(/^\d+/, field.value);
  send(field);
});

v.ready((root) => root.querySelectorAll(".png").forEach((place) => (place.hidden = false)));

// A map that is wider than the screen begins at its beginning.
v.ready((root) =>
  root.querySelectorAll(".drawing").forEach((place) => {
    const first = place.querySelector(".node");
    if (!first || place.scrollWidth <= place.clientWidth) return;
    const [spot, own] = [first.getBoundingClientRect(), place.getBoundingClientRect()];
    place.scrollLeft += spot.left + spot.width / 2 - own.left - own.width / 2;
  }),
);

v.on("click", "[data-png]", (_, button) => {
  const image = new Image();
  image.onerror = () => v.tell(document.body.dataset.failed);
  image.onload = () => {
    const canvas = document.createElement("canvas");
    // Twice the size, as long as browsers can hold it.
    const scale = Math.min(2, 8000 / Math.max(image.width, image.height, 1));
    [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = button.dataset.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    }, "image/png");
  };
  image.src = button.dataset.png;
});
