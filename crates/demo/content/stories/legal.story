# Legal: contracts and disputes.

== agency-contract №1476
-6 11:00 belova asks contract-draft
  Договор с агентством на 2027 год: бюджет 14 миллионов, отчёт раз в месяц.
  Прошлогодний нас не устроил.
-6 11:40 lapin claims
-6 11:55 lapin says
  Анна, что именно не устроило? Начну с этого места, остальное возьму из старого.
-6 12:30 belova says
  Платили авансом, отчёты приходили через два месяца, и спорить было не о чем.
-5 10:30 lapin briefs narrower
  title: Договор с агентством на 2027 год
  problem: По прошлому договору платили вперёд, отчёт приходил через два месяца, и удержать было нечего.
  outcome: Платим за то, что увидели в отчёте, и можем уйти за месяц.
  * оплата после отчёта за месяц
  * уйти можно за 30 дней без штрафа
  * доступы к рекламным кабинетам принадлежат нам
  - бюджет 14 млн, годовая рамка согласована
-5 15:00 belova confirms (5 min)
-4 10:20 lapin offers
  labour 7 x 3600: Проект и два круга правок с агентством
  work 7 9 16
  client 60
  ready +3 16:00 85%
  own yes
-4 12:10 belova chooses legal
  Пётр начал с того, что болит.
-3 10:30 lapin plans
  - Проект
  - Первый круг с агентством
  - Второй круг и версия для подписи
-2 16:00 lapin finishes 1
-2 16:05 lapin logs 240 min 1

== claim-stroyresurs
-13 14:00 ryzhov asks counterparty-dispute
  «Стройресурс» не платит 1,8 миллиона за октябрь и говорит, что товар с браком. Акты подписаны без замечаний.
-13 14:40 volskaya claims
-13 15:10 volskaya says
  Виктор, есть ли письма о браке до подписания актов? И кто принимал товар с их стороны?
-12 10:20 ryzhov says
  Писем нет. Принимал кладовщик по доверенности, доверенность у меня.
-11 11:30 volskaya briefs same
  title: Взыскать 1,8 млн со «Стройресурса»
  problem: Покупатель ссылается на брак, которого не было в актах. Срок для претензии ещё не прошёл.
  outcome: Деньги получены или ясно, почему суд дороже.
  * претензия вручена до конца месяца
  * оценены шансы и цена суда
  - акты и доверенность подлинные
-11 12:10 ryzhov confirms
-10 10:30 volskaya offers
  labour 10 x 4000 [1 2]: Претензия и переговоры
  pass-through 15000: Отправка и нотариус, по факту
  work 8 12 24
  client 120
  ready +2 18:00 80%
  own yes
  risk: Если у них есть переписка о браке, о которой мы не знаем, шансы падают вдвое
-10 12:00 ryzhov chooses legal
  Выбирать не из чего, и это правильно.
-8 14:30 volskaya plans
  - Претензия с расчётом процентов
  - Встреча с их юристом
  - Вывод: суд или рассрочка
-6 12:00 volskaya finishes 1
-6 12:05 volskaya logs 300 min 1
-3 16:40 volskaya finishes 2
-3 16:45 volskaya says
  Встретились. О браке они больше не говорят, просят рассрочку на три месяца под поручительство директора. Готовлю расчёт, что выгоднее.

== photographer-contract
-27 11:10 belova asks contract-check
  Договор с фотографом, четыре страницы. Подписывать просят сегодня.
-27 11:30 lapin claims
-27 15:40 lapin delivers
  Вывод: подписывать с двумя правками. Права на снимки переходят только на год, исправил на «навсегда». Штраф 100 % за перенос съёмки заменил на 20 %.
-27 16:30 belova accepts
-26 10:00 belova reviews yes yes took 9 min
  Сэкономили на второй съёмке.

== packaging-contract en
-1 12:00 rowe asks contract-check
  A packaging contract, twelve pages, their standard.
  They say nobody has ever changed it.
-1 12:40 reid claims
-1 14:10 reid says
  Jeanne, clause 9 makes us buy a year's volume even if they deliver late. I am turning it round, and I would like to talk to their lawyer today. May I?
-1 14:30 rowe says
  Please do. I will tell them you are calling.

== hunter-contract
-39 10:30 nesterova asks contract-check
  Договор с «Хантер Лаб» на поиск руководителя. Гарантия у них своя, посмотрите.
-39 12:00 lapin claims
-39 12:10 lapin says
  Ольга, взял. Отвечу завтра до вечера: гарантия у них и правда своя, хочу сравнить с двумя другими.
-38 15:00 lapin delivers
  Вывод: подписывать. Гарантия — замена в течение полугода, возврата денег нет. Это обычно для рынка, но знайте об этом.
-38 16:30 nesterova accepts
-37 10:10 nesterova reviews partly less took 25 min
  Про возврат предупредили, а предложить свою редакцию могли бы.

== reseller-nda en
-34 12:00 kim asks contract-draft
  Baltic Retail wants an NDA before they show us their delivery data.
  Two pages would do.
-34 12:40 reid claims
-34 15:10 reid briefs same
  title: An NDA with Baltic Retail
  problem: Delivery data will not be shown without an NDA, and the tender ends in four weeks.
  outcome: Both signed; the data can be shown.
  * two pages, both directions
  * obligations end after three years
-33 10:30 kim confirms
-33 11:00 reid offers
  fixed 9000: Draft and one round with their counsel
  work 2 3 5
  client 30
  ready -28 18:00 90%
  own yes
-33 11:20 kim chooses legal
  The list price is fair.
-30 12:10 reid delivers
  Signed by both this morning. Three years from today, both directions, two pages and a quarter.
-29 15:00 kim disputes
  It is two pages and a quarter, and their counsel rewrote the definition so that our price list is not covered. That is not what I asked for.
-29 15:40 reid says
  The quarter page is the signatures. On the price list you are right: they struck it out in the second round and I let it go, because prices are in the main contract anyway.
-28 12:30 dorokhov resolves accept
  The brief asks for two pages in both directions and three years; all of that is there. That prices are not covered is a fair complaint, yet the brief does not name them. The work is accepted as agreed; Legal adds a question about prices to its interview guide.
-26 11:00 kim reviews partly less took 70 min
  The answer was fair. I would still have wanted to hear about the price list before signing.

== mukhina-proxies
-3 10:30 mukhina asks front-desk
  Кто у нас отвечает за доверенности на получение груза?
  Спрашивала в трёх местах, везде отправляют дальше.
-3 11:10 zimina claims
-3 11:25 zimina says
  Лариса, ни у кого это не записано, поэтому и отправляют. По сути это к юристам: передаю Петру и прошу сделать это их услугой, чтобы следующий не искал.
-3 11:30 zimina passes legal
  Доверенности на получение груза не закреплены ни за кем. Просьба ответить и решить, будет ли это услугой.
-3 14:40 lapin claims
-3 15:00 lapin says
  Лариса, беру. Сколько доверенностей в месяц и на кого: на одних и тех же водителей или каждый раз на новых?
