using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Response.Criteria;

namespace NotebookKit;

/// <summary>Response of frames whose time points were judged elsewhere.</summary>
public static class DataFrameResponseExtensions
{
    /// <summary>Best response of every subject of a frame with one row per assessment.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="subject">Column of the subject.</param>
    /// <param name="date">Column of the date of the assessment.</param>
    /// <param name="response">Column of the response: CR, PR, SD, Non-CR/Non-PD, PD or NE.</param>
    /// <param name="reference">Column of time zero, the same on every row of a subject.</param>
    /// <param name="options">Options; null for the defaults: unconfirmed, SD from day 42.</param>
    /// <returns>One entry per subject in order of first appearance; rows with a missing value are left out and counted.</returns>
    public static BestResponses BestResponses(this DataFrame frame, string subject, string date, string response, string reference, BestResponseOptions? options = null)
    {
        var columns = new ColumnReader(frame);
        return Response.Criteria.BestResponses.Choose(columns.Texts(subject), columns.Dates(date), columns.Texts(response), columns.Dates(reference), options);
    }
}
