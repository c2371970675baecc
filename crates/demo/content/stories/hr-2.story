# HR: newcomers, certificates, private matters.

== onboarding-care en
-22 14:00 tan asks onboarding
  A new colleague joins my team next Monday.
  Last time the newcomer had no mailbox for three days and nearly left.
-22 14:40 aliev claims
-22 15:05 aliev says
  Hello Mei, we will not repeat that. What should she be able to do on her own by the end of the second week?
-22 15:30 tan says
  Take a simple call alone, with me in the next room.
-21 11:00 aliev briefs same
  title: First two weeks of a customer success manager
  problem: The last newcomer waited three days for accounts and five for a mentor.
  outcome: By the tenth working day she takes simple calls alone.
  * everything opens on the first morning
  * a mentor from another team meets her twice a week
  * the talks on day three and day ten are summed up for the manager
-21 13:00 tan confirms
-21 14:10 aliev offers
  fixed 9000: First two weeks, accounts and desk included
  work 6 9 14
  client 75
  ready -5 18:00 90%
  own yes
-21 15:00 tan chooses hr
  Three lost days cost us more.
-16 12:30 aliev says
  First morning: she was in the CRM at 9:20. The mentor is Sofia from Marketing, they meet tomorrow.
-8 12:00 aliev delivers
  Day ten was yesterday. She took four calls alone. What she would change: the CRM training came before she knew the customers; we will swap the two.
  file: day-ten-notes.txt
-7 10:15 tan accepts (5 min)
-7 10:20 tan reviews yes yes took 75 min
  For the first time a newcomer explained something to me in her second week.

== onboarding-care-access of onboarding-care en
-20 10:05 aliev asks newcomer-access
  Accounts for a customer success manager, starting next Monday.
  Mailbox, CRM (customer care set), team folders.
-20 10:50 nair claims
-20 10:55 nair says
  On it. Who confirms the CRM set for her, Mei or Timur?
-20 11:10 aliev says
  Timur does, and he already has: his yes is in our plan for her.
-18 15:00 nair says
  All set. I will hand over the first password and the second factor in person on Monday at 9.
-16 10:00 nair delivers
  She signed in at 9:20, everything in the set opens, password changed.
-16 11:00 aliev accepts
-16 11:02 aliev reviews yes yes
  On time, and somebody came to say hello.

== onboarding-care-desk of onboarding-care en
-20 10:20 aliev asks workplace
  A desk for a newcomer in customer care from next Monday.
  Second floor, near the window if there is one.
-20 12:10 osipova claims
-20 12:20 osipova says
  There is one by the window. It is full of plants; give me until Thursday to find them another home.
-17 16:20 osipova delivers
  The desk by the window is free, chair adjusted, key to the cupboard is in the drawer.
-16 12:15 aliev accepts
-16 12:20 aliev reviews yes yes

== onboarding-group
-4 12:20 valeev asks onboarding
  В понедельник через неделю выходят трое стажёров сразу.
  Просьба провести их одной группой.
-4 13:00 aliev claims
-4 14:30 aliev says
  Тимур, возьмём втроём. Рабочих мест у вас сейчас сколько свободных?
-4 15:10 valeev says
  Два. Третье обещали из переговорной.
-3 11:00 aliev briefs narrower
  title: Три стажёра одной группой
  problem: Трое выходят в один день, мест два, наставников не хватает.
  outcome: К десятому дню каждый отвечает на простые обращения, а Тимур тратит на них не больше часа в день.
  * у каждого доступы и место в первое утро
  * один наставник на троих, смены расписаны
  * короткий отчёт на третий и десятый день
-3 12:00 valeev confirms
-3 12:40 aliev offers
  per-unit 3 x 9000: Две недели на человека
  work 14 20 30
  client 120
  ready +14 18:00 85%
  own yes
-3 15:30 valeev chooses hr
  Втроём дешевле моего времени.

== onboarding-group-access of onboarding-group
-3 16:10 aliev asks newcomer-access
  Доступы трём стажёрам сервиса к понедельнику
  Набор «стажёр»: карточки без телефонов, без удаления. Роль делает команда CRM.
-3 16:50 nair claims
-3 17:05 nair says
  Учётные записи и почту сделаю сегодня. Роль «стажёр» жду от команды CRM, обещали до конца недели.

== certificate-visa
-24 10:30 belova asks employment-certificate
  Нужна справка для визы: должность, дата приёма, средняя зарплата за полгода, на русском.
  Подача в пятницу.
-24 11:10 karpenko claims
-24 11:20 karpenko says
  Анна, добрый день. Консульство просит ещё фразу об отпуске на даты поездки. Какие даты?
-24 11:45 belova says
  С 3 по 12 число следующего месяца, отпуск уже согласован.
-23 12:10 karpenko delivers
  Справка готова: скан во вложении, бумажная у меня на столе, третий этаж.
  file: employment-certificate.txt
-23 13:00 belova accepts
-23 13:02 belova reviews yes yes
  Спросили про отпуск до того, как мне вернули документы.

== certificate-mortgage en
-19 15:20 nair asks employment-certificate
  A certificate for a mortgage, in English if possible
  Position, start date, monthly salary.
-19 16:00 karpenko claims
-19 16:10 karpenko says
  Hello Priya! We issue both languages on one sheet, the bank accepts that. I will have it on Monday.
-17 11:30 karpenko delivers
  Ready, both languages, signed and stamped.
-17 14:00 nair accepts
-17 14:05 nair reviews yes yes
  Ten minutes of my time, all in all.

== certificate-kindergarten
-30 12:05 lukin asks employment-certificate
  Справка в детский сад, что работаю у нас. Без зарплаты.
-30 14:00 karpenko claims
-29 12:30 karpenko delivers
  Готово, бумажный экземпляр отправила с курьером на ваш этаж.
-29 15:10 lukin accepts

== certificate-court
~100 ryzhov asks employment-certificate
  Справка для суда о занимаемой должности и графике.
  Заседание через неделю, оригинал нужен на бумаге.

== personal-family en
-25 09:40 nair asks personal-question
  I may have to go home for two months because my father is ill.
  I do not know what is possible and I do not want to ask my manager before I know.
-25 10:10 sokolova claims
-25 10:15 sokolova assigns aliev
-25 10:40 aliev says
  Priya, I am sorry. Nobody but me sees this. Can we talk today at 15:00? Bring the dates if you know them.
-25 16:00 aliev interviews at 15:00 40 min
  stated: Two months at home, does not know what is possible.
  outcome: To be with her father and keep the job.
  > I would rather resign than leave my team without warning.
  ! She does not know that unpaid leave and remote work can be combined
-24 11:20 aliev briefs narrower
  title: Two months near the family without losing the job
  problem: Unpaid leave of two months is possible only with her manager's consent, and she is afraid to ask.
  outcome: Five weeks of paid and unpaid leave, then remote work, agreed in writing before she buys tickets.
  * an order about the leave is signed
  * remote work abroad is agreed with Security for the dates named
  - the reason stays with us: the manager learns the dates only
-24 11:50 nair confirms
-24 12:00 aliev offers
  work 3 5 8
  client 40
  ready -20 18:00 85%
  own yes
-24 12:10 nair chooses hr
  Yes, please.
-20 12:20 aliev delivers
  The order is signed, five weeks from the first of the month. Security allows remote work from the country named, with the company laptop only. Kirill knows the dates and nothing else.
-20 13:00 nair accepts (5 min)
-20 13:05 nair reviews yes yes
  I did not have to explain myself to ten people.

== personal-overload
-3 14:20 prokhorov asks personal-question
  Второй месяц работаю по вечерам и срываюсь на близких.
  Не хочу, чтобы это обсуждали на планёрке. Что можно сделать?
-3 15:00 sokolova claims
-3 15:05 sokolova assigns aliev
-3 15:30 aliev says
  Никита, спасибо, что написали. Это видим только мы с вами и Вера. Поговорим завтра в 10:00 по видео?
-3 16:10 prokhorov says
  Да, в десять могу.
-2 11:00 aliev interviews at 10:00 45 min
  stated: Работает по вечерам, срывается дома.
  last_time: Три недели подряд сдавал презентации ночью, потому что просили «к утру».
  tried: Отключал уведомления. Находят по телефону.
  outcome: Заканчивать в семь и не бояться, что подвёл.
  > Меня никто не заставляет. Просто всегда кому-то горит.
  ! Просьбы идут мимо витрины, в личные сообщения
-2 11:30 aliev questions
  Можно ли рассказать Елене Савиной без подробностей, что просьбы «к утру» надо вернуть на витрину? Без вашего согласия не сделаю ничего.
