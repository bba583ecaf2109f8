#pragma once

/// \file
/// How mature is the way we work together? Nine dimensions, five levels. The dimensions are those of the System Maturity
/// Model; every descriptor is headway's own wording. Each ladder follows one thread, so that two neighbouring levels
/// differ in something a resident or a small charity could point at.

#include <headway/rubrics/detail/rubric_data.hpp>

namespace headway::rubrics::detail {

inline constexpr rubric_data<9, 5> system_maturity_data{
  .id = "system_maturity",
  .edition = "headway-1",
  .language = "en-GB",
  .title = "System maturity (headway's own wording)",
  .source = "Dimensions after the System Maturity Model (Brightpurpose 2021, for Lloyds Bank Foundation for England and "
            "Wales). The descriptors are headway's own wording, not the published text; load the official wording from a "
            "file if you have the right to use it.",
  .levels = {{
    {1, "Hardly begun"},
    {2, "First moves"},
    {3, "Gaining ground"},
    {4, "Holding firm"},
    {5, "Second nature"},
  }},
  .dimensions = {{
    {
      .number = 1,
      .key = "vision",
      .name = "Vision",
      .group = "",
      .question = "Do people here share a picture of what they are trying to change, and does it guide what they do?",
      .descriptors = {{
        "There is no joint picture of what needs to change, or partners push pictures that clash.",
        "Partners would all sign the same broad statement, but when asked what it means, describe different things.",
        "The aim is clear on paper, but a resident would hear a different version of it from each partner.",
        "Partners describe the aim the same way, can name the part they play, and look to it when they choose.",
        "Front-desk staff, managers and volunteers can all say how the aim shapes their day, and you can see that it does.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 2,
      .key = "collaboration",
      .name = "Collaboration",
      .group = "",
      .question = "How far do partners work together, and what have they changed so that they can?",
      .descriptors = {{
        "Partners keep to their own patch and seldom speak, even when they are helping the same family.",
        "Partners have got to know each other's work and pressures, but still make their decisions alone.",
        "Many decisions that affect several partners are made in one room, and a few results are owned together.",
        "Job descriptions and staff reviews have been rewritten so that working with other partners is part of the job.",
        "Partners have put off or dropped plans of their own because the shared aim needed something else.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 3,
      .key = "accountability",
      .name = "Accountability",
      .group = "",
      .question = "Who answers to whom for what happens here, and do local people get answers too?",
      .descriptors = {{
        "Each organisation reports to its own bosses, and nobody answers for problems that run across them.",
        "Partners admit that some problems fall between them with nobody in charge, and talk about sharing the load.",
        "There is a joint group where partners could hold each other to their word, but this rarely happens.",
        "Partners have agreed who owes what to whom, and some have begun to change their own reporting to match.",
        "Partners explain themselves to each other and to local people as a matter of routine, even when things have gone badly.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 4,
      .key = "involvement",
      .name = "Involvement",
      .group = "",
      .question = "What part do local people, and those who use services, have in shaping what is done?",
      .descriptors = {{
        "Few people who use services have ever been asked what they think of them.",
        "Most partners seek out people who have lived through the problem and listen to what they say.",
        "People who have lived through the problem help to think up new ideas, and some of those get used.",
        "Local people can pick from several ways to take part, with travel or childcare paid so that they can come.",
        "Local people sit as equals with staff: they help decide, help run services and check how they are going.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 5,
      .key = "planning",
      .name = "Planning/Strategy/Programming",
      .group = "",
      .question = "Do the plans and programmes of different partners fit together?",
      .descriptors = {{
        "Every partner writes its own plan and runs its own programmes, and these double up or leave gaps.",
        "Staff who know each other swap tips and send people across, but the plans stay separate.",
        "Some partners have started to write plans together, for one neighbourhood or one group of people.",
        "Partners run some programmes jointly and are reworking older ones so that they serve the shared aim.",
        "A person who needs help meets one clear path, because all the partners' plans and programmes join up.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 6,
      .key = "finance",
      .name = "Finance",
      .group = "",
      .question = "How long can people count on the money behind this work, small charities included?",
      .descriptors = {{
        "Grants and contracts last a year, and each spring staff wait to hear if they still have a job.",
        "Funders agree that one-year money holds the work back, but next to nothing about it has changed.",
        "Funders are working out how to pay for longer, and small charities are part of those talks.",
        "Money lasts several years where the rules allow; elsewhere funders have put in writing that they mean to carry on.",
        "The main pieces of work, including those of small charities, have money they can count on for years ahead.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 7,
      .key = "service_delivery",
      .name = "Service delivery",
      .group = "",
      .question = "Who gives the help here, who gets paid for it, and does the mix suit people?",
      .descriptors = {{
        "Public bodies and large providers do the paid work, and small charities fill gaps with no money for it.",
        "Small charities get some paid work, but only through a bigger organisation that holds the contract.",
        "Partners say openly that they need small charities, but bids and contracts are still too much for most of them.",
        "Partners have changed how they buy services so that small charities can get in beside large providers.",
        "People get help from whoever is best placed to give it, and small charities are paid fairly for their share.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 8,
      .key = "workforce",
      .name = "Workforce development",
      .group = "",
      .question = "Are staff and volunteers gaining the skills and habits that this way of working needs?",
      .descriptors = {{
        "Every organisation hires and trains in its own way, and staff know little about how others work.",
        "Managers and staff say the old ways of working will not do, but jobs and training are unchanged.",
        "There is a written plan for new skills and ways of working, but few staff or volunteers have noticed a difference.",
        "Joint training, visits or job swaps are under way, and many people can name something they now do differently.",
        "New staff learn this way of working from day one, and partners plan together which people they need.",
      }},
      .helps = "",
      .hinders = "",
    },
    {
      .number = 9,
      .key = "learning",
      .name = "Learning, evaluation and continuous improvement",
      .group = "",
      .question = "Do partners look at how things are going, and change what they do because of it?",
      .descriptors = {{
        "Hardly anyone stops to check whether the work made a difference to people's lives.",
        "Some work is checked, mainly to satisfy a funder or inspector, and the report goes no further.",
        "Several partners find reviews worth the time and show each other what they found, good and bad.",
        "Every partner takes part, and they meet to ask what happened, why, and what to try next.",
        "Asking what works is part of ordinary meetings, and services keep changing because of the answers.",
      }},
      .helps = "",
      .hinders = "",
    },
  }},
};

} // namespace headway::rubrics::detail
