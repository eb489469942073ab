import { useFormat, useLang, useT, type MessageKey } from '../../i18n/i18n.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { photoName, type Photo } from './photos.ts';
import { useBytesUrl } from './use-photos.ts';

const STATES: Readonly<Record<Photo['state'], readonly [MessageKey, IconName]>> = {
  unsent: ['photos.unsent', 'cloud-upload'],
  bad: ['photos.bad', 'alert'],
  sent: ['photos.sent', 'cloud-check'],
  away: ['photos.not_here', 'download'],
};

/** One photo of the list: small, with where its bytes are; opens it. */
export function PhotoTile({ photo, onOpen }: { readonly photo: Photo; readonly onOpen: () => void }): preact.JSX.Element {
  const t = useT();
  const format = useFormat();
  const lang = useLang();
  const url = useBytesUrl(photo.thumb, 'image/*');
  const name = photoName({ t, format, lang }, photo.row);
  const [word, icon] = STATES[photo.state];
  return (
    <li>
      <button type="button" class="photo-tile" onClick={onOpen}>
        <span class="photo-frame">
          {url === undefined ? <Icon name="image" size={40} /> : <img src={url} alt="" decoding="async" />}
        </span>
        <span class="photo-name">
          {/* The words beside the picture stand for it. */}
          <span class="sr">{t('photos.open')} </span>
          {name}
        </span>
        <span class={photo.state === 'bad' ? 'photo-state photo-bad' : 'photo-state'}>
          <Icon name={icon} size={20} />
          {t(word)}
        </span>
      </button>
    </li>
  );
}
