import { useSignal } from "@preact/signals";
import logo from "../../../../docs/public/logo.svg";
import type { Lab } from "../page/lab.ts";
import { sections } from "../catalog/catalog.ts";

/** The documentation: beside the lab on the site, else in the repository. */
const docs = location.pathname.endsWith("/lab/") ? "../guide/start" : "https://github.com/asyncio-ts/asyncio-ts#readme";

/** The title, the choice of the program, and links. */
export function Header({ lab }: { lab: Lab }) {
  return (
    <header>
      <h1>
        <img src={logo} alt="" width="24" height="24" />
        <span>
          <span class="name">asyncio-ts</span> lab
        </span>
      </h1>
      <label class="choice">
        <span class="visually-hidden">Program</span>
        <select value={lab.program.value ?? ""} onChange={(event) => lab.open(event.currentTarget.value)}>
          {lab.program.value === null && <option value="">A program of your own</option>}
          {sections.map(({ programs, title }) => (
            <optgroup key={title} label={title}>
              {programs.map((program) => (
                <option key={program.name} value={program.name}>
                  {program.title}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <nav>
        <CopyLink lab={lab} />
        <Appearance />
        <a href={docs}>Docs</a>
      </nav>
    </header>
  );
}

function CopyLink({ lab }: { lab: Lab }) {
  const text = useSignal("Copy link");
  const copy = async () => {
    const link = await lab.link();
    history.replaceState(null, "", link);
    // Without a clipboard, or without permission to write it, the link is in the address bar.
    try {
      await navigator.clipboard.writeText(link);
      text.value = "Copied";
    } catch {
      text.value = "In the address bar";
    }
  };
  return (
    <button type="button" onClick={() => void copy()} onBlur={() => (text.value = "Copy link")}>
      <span aria-live="polite">{text}</span>
    </button>
  );
}

function Appearance() {
  const isDark = useSignal(document.documentElement.classList.contains("dark"));
  const toggle = () => {
    isDark.value = document.documentElement.classList.toggle("dark");
    localStorage.setItem("vitepress-theme-appearance", isDark.value ? "dark" : "light");
  };
  return (
    <button type="button" class="square" aria-label={isDark.value ? "Light colours" : "Dark colours"} onClick={toggle}>
      <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6" />
        <path d="M8 2a6 6 0 0 1 0 12z" />
      </svg>
    </button>
  );
}
