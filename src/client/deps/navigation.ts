export { useLocation, useRoute } from 'preact-iso/router';
