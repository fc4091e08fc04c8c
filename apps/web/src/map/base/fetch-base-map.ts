const FOLDER = `${import.meta.env.BASE_URL}basemap/`;

let early: Promise<Response> | null = null;

/** Starts fetching the first sheet of the base map beside everything else, so that it is there when the map is. */
export function fetchLandEarly(): void {
  early = fetch(`${FOLDER}land.json`);
  early.catch(() => undefined);
}

/** A file of the base map; the one fetched early is handed out once. */
export async function fetchBaseFile(file: string): Promise<unknown> {
  const response = await (file === 'land.json' && early ? early : fetch(FOLDER + file));
  if (file === 'land.json') early = null;
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response.json();
}
