// The shell's starting page and its safe page. They show what the shell says and ask for a retry; no more.
const WORDS = {
  en: {
    starting: 'Starting the server …',
    ready: 'Opening …',
    waiting: (seconds) => `The server stopped. Next start in ${seconds} s.`,
    refused: 'The server cannot start.',
    stopped: 'Stopped.',
    hint: 'Alerts sent now are not received. Tools that repeat theirs will be heard again.',
    refusedHint: 'Mend what is named below, then start again. Nothing that was received is lost.',
    retry: 'Start again now',
    safe: 'Screen stopped',
    safeHint:
      'This page failed again and again. It is tried once more every minute; the server keeps working.',
    safeRetry: 'Try again now',
  },
  ko: {
    starting: '서버를 시작하는 중입니다 …',
    ready: '여는 중입니다 …',
    waiting: (seconds) => `서버가 멈췄습니다. ${seconds}초 뒤에 다시 시작합니다.`,
    refused: '서버를 시작할 수 없습니다.',
    stopped: '멈췄습니다.',
    hint: '지금 들어오는 알림은 수신되지 않습니다. 반복해서 보내는 도구의 알림은 다시 수신됩니다.',
    refusedHint: '아래에 적힌 항목을 고친 뒤 다시 시작하세요. 이미 수신한 알림은 그대로 있습니다.',
    retry: '지금 다시 시작',
    safe: '화면이 멈췄습니다',
    safeHint: '화면 오류가 되풀이되었습니다. 1분마다 다시 시도하며, 서버는 계속 동작합니다.',
    safeRetry: '지금 다시 시도',
  },
};
const POLL_MS = 500;

const at = (id) => document.getElementById(id);
const { locale } = await window.watchfloor.info();
const words = WORDS[locale];
document.documentElement.lang = locale;
at('retry').addEventListener('click', () => window.watchfloor.retry());

if (document.body.dataset.page === 'safe') {
  at('state').textContent = words.safe;
  at('hint').textContent = words.safeHint;
  at('retry').textContent = words.safeRetry;
} else {
  at('retry').textContent = words.retry;
  await showStatus();
  setInterval(showStatus, POLL_MS);
}

async function showStatus() {
  const status = await window.watchfloor.status();
  const seconds = Math.ceil((status.retryInMs ?? 0) / 1000);
  at('state').textContent = status.phase === 'waiting' ? words.waiting(seconds) : words[status.phase];
  at('hint').textContent =
    status.phase === 'refused' ? words.refusedHint : status.phase === 'waiting' ? words.hint : '';
  at('words').textContent = status.lastWords.join('\n');
  at('words').hidden = status.lastWords.length === 0 || status.phase === 'starting';
  at('retry').hidden = status.phase !== 'refused' && status.phase !== 'waiting';
}
