# The desk of the CRM team: what is being understood, made and has just come in.

== crm-lost-deals №1471
-8 12:30 ryzhov asks crm-change
  Хочу видеть, почему теряем сделки. Сейчас причина «другое» в каждой второй.
-8 13:00 tsoi claims
-8 14:20 tsoi says
  Виктор, а что вы сделаете, когда увидите? От этого зависит, какие причины нужны в списке.
-8 15:00 ryzhov says
  Если теряем из-за цены — пойду за скидкой. Если из-за срока — к складу. Остальное мне менять нечем.
-7 12:15 tsoi briefs narrower
  title: Отчёт по потерянным сделкам
  problem: В каждой второй потерянной сделке стоит «другое»: список из 22 причин, выбирают первую попавшуюся.
  outcome: По каждой группе товаров видно, теряем из-за цены, срока или чего-то ещё, и решение принимается по этим цифрам.
  * причин не больше пяти, у каждой есть пример
  * доля «другое» за две недели не выше 10 %
  * отчёт показывает причины по группам товаров и по месяцам
-7 16:00 ryzhov confirms
-6 11:00 tsoi offers
  labour 12 x 3500: Список причин, отчёт
  fixed 4000: Разбор с розницей, час
  work 10 14 20
  client 40
  ready +4 18:00 90%
  own yes
-6 12:40 ryzhov chooses crm
  Пять причин — то, что нужно.
-5 10:00 tsoi plans
  - Свести 22 причины к пяти, согласовать с розницей
  - Отчёт по группам товаров
-2 15:00 tsoi finishes 1
-2 15:05 tsoi logs 200 min 1

== crm-discounts №1474
-7 10:40 shubin asks crm-change
  Скидки больше 15 % должны согласовываться.
  Сейчас узнаю о них из отчёта в конце месяца.
-7 11:15 gromov claims
-7 11:25 gromov says
  Олег, а кто должен согласовывать, если вы в отпуске? И сколько клиент может ждать?
-7 12:50 shubin says
  Виктор Рыжов. Ждать — не больше часа, иначе клиент уходит. С понедельника меня неделю не будет, решать за меня может тоже он.
-7 12:55 shubin entrusts ryzhov
-6 10:30 gromov interviews at 10:00 25 min
  stated: Скидка больше 15 % только с согласованием.
  last_time: В октябре трое дали по 22 %, квартал закрыли ниже плана по марже.
  tried: Просили писать в чат. Пишут после того, как уже пообещали клиенту.
  outcome: Скидку, которая съедает маржу, не обещают. Остальные не трогаем.
  > Мне не жалко двадцати процентов на том, где маржа шестьдесят.
  ! Порог должен считаться от маржи товара, а не от цены
-2 16:10 gromov briefs other
  title: Скидки выше 15 % с согласованием
  problem: Скидку обещают клиенту до согласования, а порог в 15 % не учитывает маржу: на одних товарах он лишний, на других поздний.
  outcome: Скидка, после которой маржа ниже 20 %, не уходит клиенту без согласия, и согласие приходит за час.
  * скидка, оставляющая маржу ниже 20 %, блокирует отправку предложения
  * согласующий отвечает с телефона одной кнопкой
  * нет ответа за 30 минут — запрос уходит заместителю
  * каждая согласованная скидка видна в карточке с причиной
  - себестоимость берём из учёта, обновление раз в сутки

== crm-renewals №1479 en
-6 15:10 tan asks crm-change
  Contracts end and nobody tells us.
  Last week a customer of eight years found out from their own accountant. Please add a reminder.
-6 15:40 gromov claims
-6 15:55 gromov says
  Sorry to hear that. How long before the end is it still useful to know?
-6 16:20 tan says
  Sixty days for the large ones, thirty is enough for the rest. After that they have already talked to somebody else.
-5 12:30 gromov briefs narrower
  title: A reminder before a contract ends
  problem: End dates are in the contracts and not on the cards. Two customers in the last quarter learned of the end before we did.
  outcome: The owner of the customer knows in time to call.
  * a reminder comes 60 days before the end for contracts above one million, 30 days for others
  * it goes to the owner of the customer, and to the head if the owner is away
  * a contract without an end date is listed
-5 14:00 tan confirms
-5 16:00 gromov offers
  labour 8 x 3500: Reminder and the list of contracts without a date
  fixed 4000: End dates of the 120 largest contracts typed in
  work 6 10 16
  client 25
  ready +3 16:00 85%
  own yes
-4 09:40 tan chooses crm
  One kept customer pays for ten of these.
-3 10:00 gromov plans
  - Reminder rules
  - End dates of the large contracts
-2 17:40 gromov logs 310 min 1
-2 17:41 gromov finishes 1

== crm-supplier-cards №1488 en
-3 12:05 rowe asks crm-import
  Move 640 supplier cards from a spreadsheet to the CRM
  We would like them next to the customers.
-3 12:40 gromov claims
-3 13:50 gromov says
  Hi Jeanne. Happy to move them, but let me ask why the CRM: sales people will see suppliers among their customers. What do you need the cards to do?
-3 15:45 rowe says
  Honestly, two things: see when a contract ends, and stop asking the same supplier for the same certificate three times.
-2 11:20 gromov says
  Then the spreadsheet may not be the problem. Could we meet for twenty minutes on Wednesday morning? I would bring Rita, she did the same for Partners.
-2 11:50 rowe says
  Wednesday at 10 works. I will bring the file and two colleagues who suffer most.

== crm-funnel №1491 en
-2 13:10 kim asks crm-change
  Retail and key accounts share one funnel.
  My deals take nine months and look “stuck” in every report. Please split it.
-2 14:25 gromov claims
-2 14:40 gromov says
  Daniel, is it the reports that suffer, or the daily work in the funnel as well?
-2 15:05 kim says
  Both. Stages like “sample sent” make no sense for me, so I skip them, and then the forecast is wrong.
-1 12:15 gromov interviews at 11:30 30 min
  stated: Split the funnel in two.
  last_time: The quarterly forecast was 40% off because my nine deals sat in a stage where the average is 12 days.
  tried: Custom tags. Reports ignore them.
  outcome: A forecast that his director believes.
  > I do not care how many funnels there are. I care that Oleg stops asking me why my deals are stuck.
  ! The forecast needs a duration per type of deal; two funnels may not be needed

== crm-interns №1496
-2 16:30 valeev asks crm-change
  К нам выходят три стажёра.
  Им нужно видеть карточки, но не видеть телефоны клиентов и не удалять ничего.
-2 17:10 gromov claims
-2 17:25 gromov briefs same
  title: Права для стажёров
  problem: Стажёрам нужны карточки клиентов для учёбы, а готовая роль даёт и телефоны, и удаление.
  outcome: Стажёр видит всё, на чём учится, и не может навредить.
  * телефон и почта клиента скрыты
  * удалить или изменить карточку нельзя
  * роль снимается сама через три месяца
-1 09:50 valeev confirms
-1 10:30 gromov offers
  labour 3 x 3500: Роль «стажёр»
  fixed 1500: Проверка с Безопасностью
  work 2 3 6
  client 15
  ready +10 18:00 95%
  own yes
-1 11:00 valeev chooses crm
  Недорого и правильно, что роль снимается сама.

== crm-head-reports №1501
-1 14:10 valeev asks crm-change
  Мне не открывается отчёт по группам, пишет «недостаточно прав».
  Нужен доступ как у Рыжова.
-1 14:50 gromov claims
-1 15:00 gromov says
  Тимур, отчёт показывает суммы сделок всей розницы. Вам нужны все или только сделки ваших клиентов?
-1 15:20 valeev says
  Только моих. Чужие мне ни к чему.
-1 15:50 gromov briefs narrower
  title: Доступ к отчётам для руководителя сервиса
  problem: Готовая роль открывает суммы всей розницы, а нужны сделки клиентов сервиса.
  outcome: Руководитель сервиса видит отчёт по своим клиентам и ничего лишнего.
  * отчёт открывается и показывает только клиентов сервиса
-1 17:20 valeev confirms

== crm-stage-letters №1503
~60 ryzhov asks crm-change
  Перестали приходить письма о смене этапа сделки.
  С пятницы ни одного, а сделки двигаются. Продавцы узнают от клиентов.

== crm-duplicates №1505
~30 gordeev asks crm-change
  Дубли компаний после слияния «Вектора» и «Вектор-Юг»
  Люди одни и те же, заявки падают то на одну, то на другую. Как объединить, чтобы не потерять историю?

== crm-telephony
-26 11:20 valeev asks crm-change
  Оператор слышит клиента, но не видит, кто звонит, пока не спросит фамилию.
  Хотим, чтобы карточка открывалась сама.
-26 12:10 gromov claims
-26 12:20 gromov says
  Тимур, сколько звонков в день и сколько операторов? И запись разговора нужна или хватит карточки?
-26 12:55 valeev says
  Около 260 звонков, семь операторов. Запись нужна: спорим с клиентами о том, что обещали.
-25 12:00 gromov interviews at 11:00 40 min
  stated: Карточка клиента открывается при звонке.
  last_time: Вчера клиент трижды назвал номер договора трём разным людям.
  tried: Телефон рядом с экраном и поиск по номеру. Занимает секунд сорок.
  outcome: Первые слова оператора — имя клиента.
  > Я плачу вам третий год и каждый раз заново представляюсь.
  ! Дело не в скорости: клиенту важно, что его узнали
-24 15:00 gromov briefs narrower
  title: Узнавать клиента по звонку
  problem: Оператор тратит до сорока секунд, чтобы понять, кто звонит, а клиент каждый раз представляется заново.
  outcome: Карточка открыта до первого слова, разговор сохраняется в ней.
  * при звонке с известного номера карточка открывается за две секунды
  * запись разговора прикреплена к карточке
  * пропущенные звонки видны списком за день
  - станция и номера остаются у нынешнего оператора связи
-23 10:20 valeev confirms
-23 10:40 valeev invites integra
-21 12:00 gromov offers
  labour 52 x 3500: Связь со станцией и карточка при звонке
  work 50 70 120
  client 120
  ready +20 18:00 60%
  own no
  risk: Такого мы раньше не делали: оценка держится на документации станции
-21 15:30 storozhenko offers
  fixed 120000: Готовый модуль телефонии, настройка и обучение
  subscription 3 x 4000: Поддержка, три месяца
  work 30 40 60
  client 240
  ready +3 18:00 80%
  risk: Записи разговоров хранятся на вашей станции, место готовите вы
-20 11:00 valeev chooses integra
  Команда CRM честно пишет, что сама бы за такие деньги не купила. У «Интегры» готовый модуль и срок вдвое короче.
-19 10:30 storozhenko says
  Тимур, спасибо за выбор. Нужен доступ к станции и список внутренних номеров. Пришлёте до пятницы?
-18 12:00 valeev says
  Доступ дали, список во вложении.
  file: extensions.csv
-14 16:00 storozhenko plans
  - Связь со станцией на тестовых номерах
  - Карточка при звонке
  - Обучение двух администраторов
-8 15:40 storozhenko finishes 1
-3 16:10 storozhenko finishes 2
-3 16:20 storozhenko says
  Карточка открывается за полторы секунды. На этой неделе учим Ольгу и Сергея, в четверг показываем всем.

== crm-supplier-import
-33 10:50 mukhina asks crm-import
  Загрузите, пожалуйста, список контактов поставщиков из двух таблиц.
  Там около 300 строк, часть повторяется.
-33 11:30 tsoi claims
-33 11:40 tsoi says
  Лариса, по чему считать повтором: по ИНН или по почте?
-33 12:10 mukhina says
  По ИНН. Почты у них меняются.
-32 12:00 tsoi briefs same
  title: Загрузить контакты поставщиков
  problem: Контакты 300 поставщиков лежат в двух таблицах с повторами.
  outcome: Один поставщик — одна карточка.
  * у каждого ИНН одна карточка
  * в карточке последние телефон и почта
-32 14:00 mukhina confirms
-31 12:00 tsoi offers
  fixed 16000: Загрузка и сверка двух таблиц
  work 3 5 8
  client 30
  ready -27 18:00 90%
  own yes
-31 13:00 mukhina chooses crm
  Самим на неделю.
-28 15:00 tsoi logs 280 min
-28 16:00 tsoi delivers
  Загружено 268 поставщиков, 31 строка не принята: нет ИНН. Список непринятых во вложении.
  file: rejected-rows.csv
-27 10:15 mukhina disputes
  В карточках старые телефоны. Я звоню по ним и попадаю к уволившимся. Вторая таблица была новее, а взяли первую.
-26 11:00 tsoi says
  Вторая таблица без дат, я не могла узнать, что она новее. В ТЗ написано «последние», и где их взять, мы не обговорили. Готова переделать, но это ещё день.
-25 12:20 zimina resolves release
  ТЗ не называло, какая таблица главнее, и обе стороны это признают. Работа по старым телефонам Закупкам не нужна, перегрузить быстрее заново. Деньги возвращаются в бюджет, в новом обращении начните с этого вопроса.
