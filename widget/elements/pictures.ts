/** Takes pictures out of a paste or a drop and reads them as `data:` URLs; how they look is `picture.ts`'s business. */

/** What Letta's models take. */
const TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** Megabytes one picture may have. */
export const PICTURE_LIMIT = 5;

/** The files of a paste or drop that say they are pictures, suitable or not. */
export const picturesOf = (data: DataTransfer | null): File[] =>
  [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));

export const isSuitable = (file: File): boolean => TYPES.has(file.type) && file.size <= PICTURE_LIMIT * 1024 * 1024;

/** The picture as a `data:` URL; rejects when the file has become unreadable. */
export function readPicture(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
