#pragma once

/// \file
/// How good is the ground for change here? Nine conditions, each with what helps, what hinders and a five-step ladder of how
/// far the condition holds. The conditions are those described for Human Learning Systems; every other word is headway's own.

#include <headway/rubrics/detail/rubric_data.hpp>

namespace headway::rubrics::detail {

inline constexpr rubric_data<9, 5> conditions_for_change_data{
  .id = "conditions_for_change",
  .edition = "headway-1",
  .language = "en-GB",
  .title = "Conditions for change (headway's own wording)",
  .source = "Dimensions after the conditions for change described for Human Learning Systems (Northumbria University and "
            "Collaborate, 2019). The descriptors, and what helps and hinders, are headway's own wording, not the published "
            "text; load the official wording from a file if you have the right to use it.",
  .levels = {{
    {1, "Missing"},
    {2, "Thin"},
    {3, "Patchy"},
    {4, "Steady"},
    {5, "Strong"},
  }},
  .dimensions = {{
    {
      .number = 1,
      .key = "case_for_change",
      .name = "Case for change",
      .group = "",
      .question = "Do people see why things cannot stay as they are?",
      .descriptors = {{
        "Few people see anything much wrong with the way things work now.",
        "Some staff and residents are unhappy with how things work, but they mostly grumble in private.",
        "Real stories and figures have been put side by side, and several partners are troubled by them.",
        "Most partners say in public why the present way fails people, and can give examples.",
        "People all over the place can say why change is needed, and new leaders have taken up the same reasons.",
      }},
      .helps = "Real lives told beside the costs; staff who say the present way is not working; time to look at both together.",
      .hinders = "Headline figures that look fine; fear of being blamed; a case that is only about saving money.",
    },
    {
      .number = 2,
      .key = "leadership_support",
      .name = "Leadership support",
      .group = "",
      .question = "Do people at the top back this work, and stand by it when it gets hard?",
      .descriptors = {{
        "Leaders do not know about the work, or would rather it stopped.",
        "One leader has given permission, as long as the work stays small and causes no fuss.",
        "Leaders in some organisations speak up for the work, while others neither help nor block it.",
        "Leaders of most partners turn up, clear obstacles and give staff the time they need.",
        "Leaders and boards have stood by the work through bad news, elections and changes at the top.",
      }},
      .helps = "Leaders who spend time with front-line teams, admit what they do not know and carry some of the risk.",
      .hinders = "Support that hangs on one person; one reorganisation after another; pressure for quick wins and certainty.",
    },
    {
      .number = 3,
      .key = "diverse_relationships",
      .name = "Strong, diverse relationships",
      .group = "",
      .question = "Are there strong ties between different kinds of people and organisations?",
      .descriptors = {{
        "People know few others outside their own kind of organisation.",
        "A small circle of familiar faces meets, and many kinds of people are missing from it.",
        "People from different fields know each other, but a tie is lost whenever somebody moves on.",
        "Council, health, charities and residents ring each other freely and can differ without falling out.",
        "Ties reach people who are often left out, and they draw in new people all the time.",
      }},
      .helps = "Time to meet with no agenda; people who know several worlds and introduce others; disagreements that end well.",
      .hinders = "Bidding against each other for the same money; inviting only the usual few; staff who change every year.",
    },
    {
      .number = 4,
      .key = "involvement",
      .name = "Involvement of the people served",
      .group = "",
      .question = "Are the people served part of the change from its start to its review?",
      .descriptors = {{
        "Change is planned without anybody who uses the service.",
        "People who use services are shown a finished idea and asked to comment on it.",
        "Some people who use services help with one stage, often design, and then drop out of view.",
        "People who use services are there from the first question to the review, and are paid for their time.",
        "People who use services start changes themselves, and no big step is taken without them.",
      }},
      .helps = "Paying people for their time; meeting where they already go; showing them what came of what they said.",
      .hinders = "Jargon; daytime meetings in offices; asking the same few again; asking when the answer is already fixed.",
    },
    {
      .number = 5,
      .key = "flexible_regulation",
      .name = "Flexible regulation",
      .group = "",
      .question = "Do rules and inspections leave room to work differently?",
      .descriptors = {{
        "Rules and inspections are taken as fixed, and used as the reason not to try.",
        "A few people bend rules quietly and hope that nobody notices.",
        "Partners have sorted which rules are law and which are habit, and dropped some of the habits.",
        "Inspectors or rule-makers have been brought in, and have agreed to some trials.",
        "Those who set the rules go over them with partners regularly, and change those that do harm.",
      }},
      .helps = "Talking to inspectors early; knowing what the law really says; written leave to try something for a while.",
      .hinders = "Fear of the next inspection; rules read more tightly than written; inspectors who ask for opposite things.",
    },
    {
      .number = 6,
      .key = "support_functions",
      .name = "Influence on legal, finance, procurement and audit",
      .group = "",
      .question = "Can this work change how the legal, finance, buying and audit teams do things?",
      .descriptors = {{
        "The legal, finance, buying and audit teams are met only when they say no.",
        "Somebody in one of these teams will find a way round a rule when asked as a favour.",
        "One or two of these teams have come to see the work, and have changed a form or a contract.",
        "Most of these teams help to shape new work from the start and look for safe ways to say yes.",
        "Contracts, budgets and audits have been rewritten to suit this way of working, and small charities can tell.",
      }},
      .helps = "Asking these teams in at the start; letting them meet the people affected; a named person in each who knows the work.",
      .hinders = "Asking them only to sign off at the end; one standard contract for every sum; audits that count only forms.",
    },
    {
      .number = 7,
      .key = "local_relationships",
      .name = "Local relationships",
      .group = "",
      .question = "Do the people who work here and the people who live here know and trust each other?",
      .descriptors = {{
        "Services are run from elsewhere, and staff and residents are strangers to each other.",
        "A handful of workers know the area well, and all contact runs through them.",
        "Several services are here on regular days, and local groups know who to ask for.",
        "Workers, local groups and residents know one another by name and sort many things out just by talking.",
        "Residents say they trust the people who work here, and that has lasted through cuts and changes of staff.",
      }},
      .helps = "Staff who stay in one area for years; places to drop in; starting from the groups that people already trust.",
      .hinders = "Moving staff around; services run from far away; short projects that arrive, ask questions and leave.",
    },
    {
      .number = 8,
      .key = "letting_go_of_control",
      .name = "Letting go of the illusion of control",
      .group = "",
      .question = "Can people work without pretending that everything can be planned and predicted?",
      .descriptors = {{
        "Every step is fixed in advance, and straying from the plan counts as failure.",
        "People admit in private that plans rarely come true, but report as if they did.",
        "Some pieces of work have been allowed to start with a question and no promised result.",
        "Most funders and managers accept a change of plan when people explain what they have learned.",
        "People at the top say openly what they do not know, and plans are redrawn as things become clearer.",
      }},
      .helps = "Trying small things and looking back soon; funders who ask what was learned; being able to say we do not know.",
      .hinders = "Fixed targets; being paid by results; blame when something unexpected happens.",
    },
    {
      .number = 9,
      .key = "investment",
      .name = "Investment in change",
      .group = "",
      .question = "Are time, money and people set aside for changing how things work?",
      .descriptors = {{
        "Nothing is set aside, so change happens after hours on goodwill or not at all.",
        "A small pot pays for a short project, with nothing lined up after it.",
        "A few people are paid to work on change, while everyone else fits it round the day job.",
        "Several partners have put in money and staff time for some years.",
        "Money and time for change sit in ordinary budgets, and have come through a round of cuts.",
      }},
      .helps = "Money kept apart from daily running costs; somebody whose job it is; front-line staff freed from other tasks.",
      .hinders = "Change as an extra on top of the day job; money for one year only; savings expected in the first year.",
    },
  }},
};

} // namespace headway::rubrics::detail
