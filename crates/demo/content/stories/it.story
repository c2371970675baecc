# IT: the website, systems, the service desk, security.

== site-partners
-20 10:20 belova asks site-page
  Нужна страница для партнёров: условия, как начать и форма заявки.
  Сейчас отправляем PDF.
-20 11:00 nechaev claims
-20 11:15 nechaev says
  Анна, что партнёр должен сделать после того, как прочитал? Оставить заявку или посчитать свой доход?
-20 12:10 belova says
  Посчитать доход и оставить заявку. Без расчёта они не верят.
-19 15:00 nechaev briefs narrower
  title: Страница для партнёров на сайте
  problem: Условия лежат в PDF, партнёр не может посчитать свой доход и откладывает решение.
  outcome: Партнёр сам считает доход и оставляет заявку, заявка попадает в CRM.
  * на странице есть расчёт дохода по трём вводным
  * заявка приходит в CRM с меткой «партнёр»
  * страница открывается с телефона за две секунды
  - тексты и условия даёт Маркетинг до 10-го дня
-19 17:30 belova confirms
-18 11:40 nechaev offers
  labour 14 x 3000 [1 2 3]: Страница, расчёт, форма
  fixed 6000: Цели в аналитике
  work 12 16 26
  client 90
  ready -3 18:00 85%
  own yes
-18 14:30 belova chooses it
  Цена понятна, расчёт дохода важнее дизайна.
-17 10:00 nechaev plans
  - Макет расчёта, проверка на двух партнёрах
  - Вёрстка и форма
  - Цели и проверка с телефона
-12 12:00 nechaev finishes 1
-12 12:05 nechaev logs 300 min 1
-6 17:20 nechaev finishes 2
-6 17:25 nechaev logs 540 min 2
-3 12:10 nechaev finishes 3
-3 12:20 nechaev delivers
  Страница готова, адрес в файле. С телефона открывается за 1,4 секунды. Две пробные заявки уже в CRM с меткой.
  file: partner-page.txt

== site-helsinki en
-24 12:20 bennett asks site-page
  We need a landing page for the Helsinki expo: who we are, where our stand is, and a way to book a slot.
-24 13:00 nechaev claims
-24 14:10 nechaev says
  Hello Laura. Who will come to the page: people who know us already, or those who have just heard of us?
-24 15:30 bennett says
  Two thirds come from North Alliance's mailing and know only the name.
-23 12:00 nechaev briefs same
  title: A page for the Helsinki expo with slots to book
  problem: Visitors from a partner's mailing find a Russian site and no way to book a meeting.
  outcome: Slots at the stand are booked before we fly.
  * the page is in English and opens within two seconds on a phone
  * a visitor books a 20-minute slot and gets a calendar file
  * a cancelled slot is free again at once
  * every booking is a contact in the CRM with its source
  - photographs and texts are Marketing's
-23 14:20 bennett confirms
-22 11:00 nechaev offers
  labour 9 x 3000 [1]: The page
  labour 11 x 3000 [2 3]: Booking of slots
  labour 4 x 3000 [4]: Contacts in the CRM
  work 20 26 40
  client 110
  ready -4 18:00 80%
  own yes
-22 15:00 bennett chooses it
  Cheaper than a form from an outside service, and the contacts stay with us.
-22 15:10 bennett adds eidelman
-21 10:20 nechaev plans
  - Page
  - Booking
  - CRM contacts
-14 15:40 nechaev logs 600 min 1
-14 15:41 nechaev finishes 1
-9 17:10 nechaev logs 720 min 2
-9 17:11 nechaev finishes 2
-4 15:00 nechaev finishes 3
-4 15:10 nechaev delivers
  All four criteria are met on the copy. The page has been public since this morning.
-3 11:40 bennett judges (9 min)
  3: I cancelled a test slot and it stayed taken for an hour. On the stand that means an empty chair.
-3 12:30 nechaev says
  You are right, the copy of the calendar refreshed once an hour. I will make it immediate and add a test so that it stays so.
-3 12:35 nechaev plans
  - Free a cancelled slot at once

== hr-records
-36 10:10 sokolova asks it
  В учёте кадров нельзя отметить неполный день по уходу за ребёнком.
  Ведём таблицу рядом, и в ней ошибаются.
-36 11:20 nechaev claims
-36 12:10 nechaev says
  Вера, сколько таких людей и что ломается из-за ошибок: зарплата или отчёт?
-36 14:30 sokolova says
  Сорок два человека. Ломается зарплата: в октябре недоплатили троим.
-35 12:00 nechaev briefs narrower
  title: Неполный день в учёте кадров
  problem: Неполный день 42 человек ведут в таблице рядом с учётом. В октябре троим недоплатили.
  outcome: График вводят один раз, зарплата считается сама.
  * неполный день задаётся в карточке с датами начала и конца
  * расчёт зарплаты за месяц совпадает с ручной проверкой по всем 42
  * таблица больше не нужна
-35 15:00 sokolova confirms
-34 11:30 nechaev offers
  labour 36 x 3000 [1 2]: Графики и расчёт
  fixed 12000 [3]: Перенос таблицы, сверка за октябрь
  work 34 44 70
  client 380
  ready -16 18:00 80%
  own yes
-34 16:00 sokolova chooses it
  Одна недоплата обходится нам дороже, и не деньгами.
-33 10:00 nechaev plans
  - Графики в карточке
  - Расчёт и сверка
-25 17:00 nechaev finishes 1
-25 17:05 nechaev logs 1100 min 1
-18 16:20 nechaev finishes 2
-18 16:25 nechaev logs 980 min 2
-17 12:00 nechaev delivers
  Графики в карточках, октябрь пересчитан: расхождение нашлось у одного человека, и прав оказался расчёт.
-16 15:10 sokolova accepts (10 min)
-16 15:20 sokolova reviews yes yes took 380 min
  Таблицу удалили при мне.

== finance-approvals
-37 12:00 rozhkova asks system-choice
  Нам предложили новую систему согласования счетов за три миллиона в год.
  Демонстрация красивая. Хочу понять, нужна ли она.
-37 15:10 nechaev claims
-37 15:20 nechaev says
  Галина, мне хватит часа завтра в 10:00. Позовите того, кто согласует первым, и того, кто ждёт дольше всех.
-36 11:30 nechaev interviews at 10:00 60 min
  stated: Выбрать систему согласования счетов.
  last_time: В сентябре счёт согласовывали девять дней, поставщик остановил отгрузку.
  tried: Письма с напоминаниями. Их отправляют в папку.
  outcome: Счёт согласован за два дня или понятно, у кого он.
  > Я не хочу новую систему. Я хочу знать, у кого лежит счёт.
  ! Может хватить порядка согласования в том, что уже есть
-34 17:00 nechaev briefs other
  title: Счёт согласуется за два дня без новой системы
  problem: Счёт ждёт девять дней, потому что не видно, у кого он, и нет заместителя.
  outcome: Решение, покупать ли систему за 3 млн, принято по проверке, а не по демонстрации.
  * проверены два варианта: нынешний учёт и предложенная система
  * посчитана стоимость на три года
  * названо условие, при котором покупать стоит
-34 17:40 rozhkova confirms
-33 12:10 nechaev offers
  fixed 55000: Разговоры, проверка двух вариантов, решение на две страницы
  work 24 32 50
  client 240
  ready -18 18:00 80%
  own less
-33 15:00 rozhkova chooses it
  Дешевле ошибки на три миллиона.
-26 17:30 nechaev logs 840 min
-21 16:00 nechaev logs 910 min
-19 12:00 nechaev delivers
  Решение на двух страницах во вложении. Коротко: не покупать. Порядок в нынешнем учёте с заместителями даёт два с половиной дня.
  file: approvals-decision.txt
-18 11:10 rozhkova accepts (12 min)
-18 11:20 rozhkova reviews partly less took 290 min
  Решение верное, но обещали два дня, а вышло два с половиной. И времени у моих людей ушло больше, чем сказали.

== laptop-frolova
-15 09:20 frolova asks fix-it
  Ноутбук выключается посреди сверки, третий раз за утро.
  Закрываю месяц, вторая половина дня критична.
-15 09:35 nair claims
-15 09:40 nair says
  Инна, через десять минут буду с запасным ноутбуком. Ваш файл сохраню на сетевой диск.
-15 12:20 nair delivers
  Заменила батарею и блок питания. Причина: зарядка от другой модели. Правильную оставила на столе.
-15 14:10 frolova accepts
-15 14:12 frolova reviews yes yes
  Потеряла двадцать минут вместо дня.

== projector-bennett en
-2 13:40 bennett asks fix-it
  The VPN drops every ten minutes when I share my screen with Helsinki.
  I have a call with North Alliance on Thursday.
-2 14:05 nair claims
-2 14:10 nair says
  Hi Laura, does it drop on the office network too, or only at home?
-2 14:30 bennett says
  Only at home, and only when I share.
-1 12:10 nair delivers
  Your router cut long connections. I moved you to the second gateway; a 90-minute test share held from my side to yours.

== printer-gordeev
-14 12:30 gordeev asks fix-it
  Принтер на втором этаже жуёт бумагу. Договоры печатаем на третьем.
-14 13:00 dorokhov claims
-14 13:10 dorokhov says
  Леонид, иду с салфетками и терпением. Какой лоток жуёт: верхний или нижний?
-14 14:20 dorokhov delivers
  Прочистил ролики, напечатал сорок страниц подряд.
-14 16:00 gordeev accepts
-14 16:02 gordeev reviews yes yes
-4 11:30 gordeev reopens
  Снова жуёт. Вчера пропало три страницы подписанного договора.
-4 12:10 dorokhov says
  Леонид, ролики изношены, чистка не поможет. Заказал новые, до замены поставил рядом принтер с третьего этажа.
-4 12:15 dorokhov plans
  - Ролики от поставщика
  - Замена и проверка на двухстах листах

== vendor-review en
-29 11:10 rowe asks security-review
  A packaging supplier wants read access to our stock figures to plan deliveries.
  May we?
-29 15:00 boyko claims
-28 10:30 boyko says
  Hello Jeanne. Which figures exactly, and how often? A weekly file is one thing, an account in our system quite another.
-28 12:00 rowe says
  A weekly file would do for them. But they have just told us they are merging with a competitor of ours.
-27 11:00 rowe cancels
  They were bought by a competitor. We do not want them to see our stock at all, and the deliveries go to another supplier.

== kim-room en
-1 11:20 kim asks facilities
  Our customer's board visits us next Tuesday: twelve people in room 4.
  They want to join two colleagues by video. Can the room do that?
-1 11:50 osipova claims
-1 11:55 osipova says
  Hello Daniel, the room is yours from 10 to 13, chairs and water included. The video is not mine, I pass that to the service desk so that somebody answers for it.
-1 12:10 osipova passes support with history
  Room 4 is booked for Tuesday, 10 to 13. What is missing: a camera that sees twelve people and somebody in the room for the first ten minutes.
-1 12:40 dorokhov says
  Daniel, the camera is in our cupboard and it is wide enough. Who of us comes on Tuesday we settle at tomorrow's stand-up, and then the request gets an owner.

== access-rights-archive
-28 12:00 volskaya asks crm-classic
  Нужна переписка с «Стройресурсом» за 2021–2023 годы из старой CRM, для претензии.
-28 15:20 tsoi claims
-27 11:30 tsoi says
  Ирина, за 2021 год писем не сохранилось, архив начинается с марта 2022-го. Договоры есть все. Выгружать то, что есть?
-27 13:00 volskaya says
  Да, и отметьте, чего нет: суду это тоже важно.
-26 10:00 tsoi briefs same
  title: Договоры и переписка со «Стройресурсом»
  problem: Для претензии нужна история отношений, которая осталась в закрытой старой CRM.
  outcome: История собрана, пробелы названы.
  * выгружены все договоры и письма с марта 2022 года
  * отдельно перечислено, чего нет и почему
-26 11:00 volskaya confirms
-26 11:30 tsoi offers
  fixed 2500: Выгрузка по одному клиенту
  work 1 2 4
  client 15
  ready -22 18:00 90%
  own yes
-26 12:00 volskaya chooses crm
  Цена по прейскуранту, сроки устраивают.
-24 15:00 tsoi delivers
  Выгружено 14 договоров и 380 писем. За 2021 год писем нет: архив того года не переносили.
-24 16:10 volskaya accepts
-23 12:00 volskaya reviews yes yes
  Список пробелов оказался полезнее писем.
