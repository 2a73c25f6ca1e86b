/** Reads the pictures of a paste or a drop as `data:` URLs; how they look is `picture.ts`'s business. */

/** What Letta's models take. */
const TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** Megabytes one picture may have. */
export const PICTURE_LIMIT = 5;

/** The pictures among them that are suitable and can be read, as `data:` URLs. */
export async function readPictures(files: readonly File[]): Promise<string[]> {
  const suitable = files.filter(({ type, size }) => TYPES.has(type) && size <= PICTURE_LIMIT * 1024 * 1024);
  const read = await Promise.allSettled(suitable.map(readPicture));
  return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** Rejects when the file has become unreadable. */
function readPicture(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
