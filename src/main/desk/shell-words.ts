/** Words of the shell outside its pages: tray, menu, notification. */
export interface ShellWords {
  readonly trayCalm: string;
  readonly trayOpen: (open: string, highest: number) => string;
  readonly trayUnknown: string;
  readonly trayStarting: string;
  readonly trayStopped: string;
  readonly openConsole: string;
  readonly wallOn: (screen: string) => string;
  readonly noWall: string;
  readonly openAtLogin: string;
  readonly restartServer: string;
  readonly quit: string;
}

const en: ShellWords = {
  trayCalm: 'Watchfloor: nothing open',
  trayOpen: (open, highest) => `Watchfloor: ${open} open${highest > 0 ? `, ${highest} highest` : ''}`,
  trayUnknown: 'Watchfloor: the server does not answer',
  trayStarting: 'Watchfloor: the server is starting',
  trayStopped: 'Watchfloor: the server is not running',
  openConsole: 'Open console',
  wallOn: (screen) => `Wall on ${screen}`,
  noWall: 'No wall',
  openAtLogin: 'Start when I sign in to this computer',
  restartServer: 'Start the server now',
  quit: 'Quit',
};

const ko: ShellWords = {
  trayCalm: 'Watchfloor: 생성 상태 인시던트 없음',
  trayOpen: (open, highest) => `Watchfloor: 생성 ${open}건${highest > 0 ? `, 최상 ${highest}건` : ''}`,
  trayUnknown: 'Watchfloor: 서버가 응답하지 않습니다',
  trayStarting: 'Watchfloor: 서버를 시작하는 중입니다',
  trayStopped: 'Watchfloor: 서버가 동작하지 않습니다',
  openConsole: '콘솔 열기',
  wallOn: (screen) => `${screen} 상황판`,
  noWall: '상황판 없음',
  openAtLogin: '로그인할 때 자동으로 시작',
  restartServer: '서버 지금 시작',
  quit: '앱 끝내기',
};

export const SHELL_WORDS = { en, ko } as const;

/** The settings' language, else the system's, else English. */
export const shellLocale = (set: 'en' | 'ko' | undefined, system: string): 'en' | 'ko' =>
  set ?? (system.toLowerCase().startsWith('ko') ? 'ko' : 'en');
